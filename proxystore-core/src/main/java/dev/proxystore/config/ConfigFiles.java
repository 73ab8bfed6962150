package dev.proxystore.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads files into keys with dots and values. */
final class ConfigFiles {
  private ConfigFiles() {}

  static Map<String, String> read(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      if (name.endsWith(".properties")) {
        return properties(reader);
      }
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        return yaml(file, reader);
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException("There is no file %s.".formatted(file), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    throw new ConfigException(
        "%s is of an unknown kind, expected .yaml, .yml or .properties.".formatted(file), null);
  }

  private static Map<String, String> properties(Reader reader) throws IOException {
    Properties read = new Properties();
    read.load(reader);
    Map<String, String> entries = new TreeMap<>();
    read.stringPropertyNames().forEach(key -> entries.put(key, read.getProperty(key)));
    return entries;
  }

  private static Map<String, String> yaml(Path file, Reader reader) {
    Map<String, String> entries = new TreeMap<>();
    flatten(file, "", Yaml.read(file, reader), entries);
    return entries;
  }

  private static void flatten(
      Path file, String key, @Nullable Object value, Map<String, String> entries) {
    if (value instanceof Map<?, ?> below) {
      below.forEach(
          (name, each) ->
              flatten(file, key.isEmpty() ? name + "" : key + "." + name, each, entries));
    } else if (key.isEmpty()) {
      throw new ConfigException(
          "%s holds %s, expected keys such as 'stores:'."
              .formatted(file, value == null ? "nothing" : "a value without a key"),
          null);
    } else if (value instanceof List<?> list) {
      entries.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (value != null) {
      entries.put(key, String.valueOf(value));
    } else {
      throw new ConfigException(
          "%s has the key '%s' without a value. Give it one, or leave it out.".formatted(file, key),
          null);
    }
  }

  /** Apart, so that properties are read without the library. */
  private static final class Yaml {
    private Yaml() {}

    static Object read(Path file, Reader reader) {
      try {
        Object read =
            new org.snakeyaml.engine.v2.api.Load(
                    org.snakeyaml.engine.v2.api.LoadSettings.builder()
                        .setLabel(file.toString())
                        .build())
                .loadFromReader(reader);
        return read == null ? Map.of() : read;
      } catch (NoClassDefFoundError e) {
        throw new ConfigException(
            "%s is YAML, and its library is not there: add org.snakeyaml:snakeyaml-engine to the class path, or write a .properties file."
                .formatted(file),
            e);
      } catch (org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException e) {
        // Its message would show the line, which may hold what is secret.
        throw new ConfigException(
            "%s is no YAML: %s%s"
                .formatted(
                    file,
                    e.getProblem(),
                    e.getProblemMark()
                        .map(
                            at ->
                                " in line %d, column %d."
                                    .formatted(at.getLine() + 1, at.getColumn() + 1))
                        .orElse(".")),
            null);
      } catch (org.snakeyaml.engine.v2.exceptions.YamlEngineException e) {
        throw new ConfigException("%s is no YAML: %s".formatted(file, e.getMessage()), e);
      }
    }
  }
}
