package dev.proxystore.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Answers for people, or as lines of JSON. */
final class Output {
  private static final JsonMapper JSON = new JsonMapper();

  @Option(names = "--json", description = "Answer in JSON, a line each.")
  private boolean json;

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  boolean isJson() {
    return json;
  }

  void line(String text) {
    print(printable(text));
  }

  /** One of the two, whichever was asked for. */
  void answer(String text, Map<String, ?> fields) {
    print(json ? json(fields) : printable(text));
  }

  /** A row of JSON. */
  void row(Map<String, ?> fields) {
    print(json(fields));
  }

  /** Ids and metadata come from anybody: none of their characters commands the terminal. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            each -> {
              if (Character.isISOControl(each) || Character.getType(each) == Character.FORMAT) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", each));
              } else {
                shown.appendCodePoint(each);
              }
            });
    return shown.toString();
  }

  /** A writer that fails says so only if it is asked. */
  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    if (out.checkError()) {
      throw Failures.ofOutput();
    }
  }

  private static String json(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps of texts and numbers can be written.", e);
    }
  }

  /** Fields in their order: a name, its value, and so on; a null is left out. */
  static Map<String, Object> fields(@Nullable Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        fields.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return fields;
  }
}
