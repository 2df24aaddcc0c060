package io.gossamer.ops.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data sets, which lie beside the checkout and not in it. */
public final class RealData {
  private static final String VARIABLE = "GOSSAMER_DATA";
  private static final String BESIDE_THE_CHECKOUT = "shared/data";

  private RealData() {}

  /**
   * A file of the data folder, for example {@code mnist/train-images-idx3-ubyte.gz}.
   *
   * @throws IllegalStateException if it is not there: a test on real data never passes by being skipped
   */
  public static Path of(String relative) {
    Path file = folder().resolve(relative);
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is missing; set " + VARIABLE + " to the folder of the data sets");
    }
    return file;
  }

  private static Path folder() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(BESIDE_THE_CHECKOUT))) {
        return at.resolve(BESIDE_THE_CHECKOUT);
      }
    }
    throw new IllegalStateException("no " + BESIDE_THE_CHECKOUT + " in any folder above "
        + Path.of("").toAbsolutePath() + "; set " + VARIABLE + " to the folder of the data sets");
  }
}
