package io.gossamer.ops.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data sets, which lie beside the checkout and not in it. */
public final class RealData {
  private static final String VARIABLE = "GOSSAMER_DATA";
  private static final String BESIDE_THE_CHECKOUT = "shared/data";

  private RealData() {}

  /**
   * A file of the data folder, for example {@code mnist/train-images-idx3-ubyte.gz}.
   *
   * @throws IllegalStateException if it is not there and CI is set; elsewhere the test is reported as skipped
   */
  public static Path of(String relative) {
    Path file = folder().resolve(relative);
    if (!Files.exists(file)) {
      throw missing(file + " is missing");
    }
    return file;
  }

  /** The folder that holds mnist/, a9a/ and the others; missing ones as in {@link #of}. */
  public static Path folder() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(BESIDE_THE_CHECKOUT))) {
        return at.resolve(BESIDE_THE_CHECKOUT);
      }
    }
    throw missing("no " + BESIDE_THE_CHECKOUT + " in any folder above " + Path.of("").toAbsolutePath());
  }

  private static IllegalStateException missing(String what) {
    String sentence = what + "; set " + VARIABLE + " to the folder of the data sets";
    if (System.getenv("CI") == null) {
      Assumptions.abort(sentence);
    }
    return new IllegalStateException(sentence);
  }
}
