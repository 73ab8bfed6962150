package dev.proxystore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.large.LargeObject;
import dev.proxystore.store.large.SavedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gets an object. */
@Command(
    name = "get",
    description = {
      "Gets the object of a URI, whose quotes keep the shell from reading it. It stays in the store, whatever the URI says.",
      "",
      "Files, arrays and texts come as they are; of other objects the stored bytes, which their serializer reads."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  proxystore get 'redis://localhost:6379/genomes/0k3x#stream;length=3100000000' -o genome.fa",
      "  proxystore get \"$uri\" | tar x"
    })
final class GetCommand extends HelpOption implements Callable<Integer> {
  private static final int BUFFER = 64 << 10;

  @Mixin private Progress progress = new Progress();

  @Parameters(paramLabel = "URI", description = "The object.")
  private String uri = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where it goes; the file is there when the object is whole. Default: -, standard output.")
  private String file = "-";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    StoreFactory<?> object = ObjectArguments.parse(spec.commandLine(), uri);
    Content found =
        content(ObjectArguments.open(object.store()), object).orElseThrow(object::missing);
    write(found);
    return 0;
  }

  /** What is to be written, and how many bytes it has. */
  private interface Content {
    InputStream open() throws IOException;

    long length();
  }

  private Optional<Content> content(Store open, StoreFactory<?> object) {
    Key key = object.key();
    boolean asWritten = !key.isDeferred() && key.descriptor().packing().isNone();
    if (asWritten) {
      if (!key.descriptor().encoding().matches("bytes|utf8|stream")) {
        note("These are the bytes of the serializer '%s'.".formatted(key.descriptor().encoding()));
      }
      return open.bytes(key).map(GetCommand::content);
    }
    return open.get(key, Object.class).map(GetCommand::content);
  }

  private static Content content(LargeObject large) {
    return new Content() {
      @Override
      public InputStream open() throws IOException {
        return large.open();
      }

      @Override
      public long length() {
        return large.length();
      }
    };
  }

  private static Content content(Object value) {
    byte[] bytes =
        value instanceof byte[] array
            ? array
            : value instanceof String text ? text.getBytes(UTF_8) : null;
    if (bytes == null) {
      throw new UnsupportedOperationException(
          "The object is a %s, which has no form as a file: read it with a program."
              .formatted(value.getClass().getTypeName()));
    }
    return new Content() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public long length() {
        return bytes.length;
      }
    };
  }

  private void note(String text) {
    spec.commandLine().getErr().println(ProxystoreCommand.NAME + ": " + text);
  }

  private void write(Content content) throws IOException {
    @Nullable ProgressBar bar = progress.bar("get", content.length());
    try (InputStream in = Progress.wrap(content.open(), bar)) {
      if (file.equals("-")) {
        copy(in, System.out);
      } else {
        SavedFile.write(Path.of(file), in::transferTo);
      }
    } finally {
      Progress.end(bar);
    }
  }

  /** Fetches no more once nobody reads what is printed. */
  private static void copy(InputStream in, PrintStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      if (out.checkError()) {
        throw Failures.ofOutput();
      }
    }
  }
}
