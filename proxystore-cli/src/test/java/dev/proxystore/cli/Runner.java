package dev.proxystore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this process, and keeps what they say. */
final class Runner {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private InputStream in = InputStream.nullInputStream();

  /** What the next command reads from standard input. */
  void give(String text) {
    in = new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    raw.reset();
    InputStream standardIn = System.in;
    PrintStream standardOut = System.out;
    System.setIn(in);
    System.setOut(new PrintStream(raw, true, UTF_8));
    try {
      CommandLine command = ProxystoreCommand.commandLine();
      command.setOut(new PrintWriter(out, true));
      command.setErr(new PrintWriter(err, true));
      return command.execute(arguments);
    } finally {
      System.setIn(standardIn);
      System.setOut(standardOut);
    }
  }

  /** Runs a command that must succeed, and gives what it has printed. */
  String answer(String... arguments) {
    int status = run(arguments);
    if (status != 0) {
      throw new AssertionError("Exit status %d: %s".formatted(status, err));
    }
    return out.toString().strip();
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  byte[] raw() {
    return raw.toByteArray();
  }
}
