package dev.proxystore.config;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads files into keys with dots and values. */
final class ConfigFiles {
  /** More than the deepest key of any store, also of one that is made of others. */
  private static final int DEEPEST = 20;

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
    } catch (CharacterCodingException e) {
      throw new ConfigException(
          "%s cannot be read: expected text in UTF-8, found other bytes.".formatted(file), e);
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
    read.stringPropertyNames().forEach(key -> entries.put(key, read.getProperty(key).strip()));
    return entries;
  }

  private static Map<String, String> yaml(Path file, Reader reader) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    flatten(file, "", 0, Yaml.read(file, reader), entries);
    return entries;
  }

  private static void flatten(
      Path file, String key, int depth, @Nullable Object value, Map<String, String> entries) {
    if (value instanceof Map<?, ?> below) {
      requireFlat(file, key, depth);
      below.forEach(
          (name, each) ->
              flatten(
                  file, key.isEmpty() ? name + "" : key + "." + name, depth + 1, each, entries));
    } else if (key.isEmpty()) {
      throw new ConfigException(
          "%s holds %s, expected keys such as 'stores:'."
              .formatted(file, value == null ? "nothing" : "a value without a key"),
          null);
    } else if (value instanceof List<?> list) {
      entries.put(key, list.stream().map(each -> item(file, key, each)).collect(joining(",")));
    } else if (value != null) {
      entries.put(key, String.valueOf(value));
    } else {
      throw new ConfigException(
          "%s has the key '%s' without a value. Give it one, or leave it out.".formatted(file, key),
          null);
    }
  }

  /** An alias may lead back to where it stands. */
  private static void requireFlat(Path file, String key, int depth) {
    if (depth > DEEPEST) {
      throw new ConfigException(
          "%s has keys below '%s', which are more than %d deep: expected keys such as 'stores.frames.address', and no alias that leads back to itself."
              .formatted(file, key, DEEPEST),
          null);
    }
  }

  private static String item(Path file, String key, @Nullable Object value) {
    if (value == null || value instanceof Map || value instanceof Iterable) {
      throw new ConfigException(
          "%s has the key '%s' with a list that holds more than names: expected one such as [com.acme.Track, com.acme.model.*]."
              .formatted(file, key),
          null);
    }
    return value.toString();
  }

  /** Apart, so that properties are read without the library. */
  private static final class Yaml {
    private Yaml() {}

    static Object read(Path file, Reader reader) throws CharacterCodingException {
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
        if (e.getCause() instanceof CharacterCodingException cause) {
          throw cause;
        }
        throw new ConfigException("%s is no YAML: %s".formatted(file, e.getMessage()), e);
      }
    }
  }
}
