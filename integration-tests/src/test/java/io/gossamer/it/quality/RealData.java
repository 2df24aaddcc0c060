package io.gossamer.it.quality;

import io.gossamer.it.commands.CommandLineRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Where the real data sets lie: in the folder GOSSAMER_DATA, else in ../shared/data beside the checkout. */
final class RealData {
  private RealData() {}

  static Path folder() {
    String named = System.getenv("GOSSAMER_DATA");
    Path folder = named == null
        ? CommandLineRun.checkout().resolveSibling("shared").resolve("data") : Path.of(named).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("the real data sets are not in " + folder
          + "; set GOSSAMER_DATA to the folder that holds mnist/, a9a/ and the others");
    }
    return folder;
  }

  /** Name of the last column of a gzipped csv file with a header. */
  static String lastColumn(String file) {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(folder().resolve(file))), StandardCharsets.UTF_8))) {
      String header = reader.readLine();
      return header.substring(header.lastIndexOf(',') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
