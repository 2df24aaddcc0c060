package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a settings file, checked before anything interprets them. */
final class ConfigFile {
  private static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  /** The tree in the file; an empty file is an empty section. */
  static Given.Section read(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInput("config file \"" + file + "\" does not exist; check --config");
    }
    if (Files.isDirectory(file)) {
      throw new InvalidInput("config file \"" + file + "\" is a folder; name the YAML file in it");
    }
    return YamlParser.file("config file \"" + file + '"', file.toAbsolutePath().getParent(), text(file));
  }

  private static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new InvalidInput("config file \"" + file + "\" cannot be read (" + e + ")", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new InvalidInput("config file \"" + file + "\" has more than 1,048,576 bytes; is it a settings file?");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidInput("config file \"" + file + "\" is not UTF-8 text; save it as UTF-8", e);
    }
  }
}
