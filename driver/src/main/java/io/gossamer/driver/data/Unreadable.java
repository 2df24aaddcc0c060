package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.EOFException;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.apache.spark.sql.AnalysisException;

/** Tells a file that is not what it should be from a machine that failed: only the first is the user's to mend. */
final class Unreadable {
  private static final String LIBSVM = "org.apache.spark.mllib.util.MLUtils";
  private static final String VECTORS = "org.apache.spark.ml.linalg.Vectors";
  private static final String PARQUET = "org.apache.parquet.";

  private Unreadable() {}

  /**
   * @return the refusal if the file is to blame, else a failure that keeps its cause
   */
  static RuntimeException explain(String source, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInput known) {
        return known;
      }
      if (isOfTheFile(cause)) {
        return new InvalidInput(source + " cannot be read: " + firstLine(cause) + mend(cause), failure);
      }
    }
    return failure instanceof RuntimeException runtime ? runtime
        : new IllegalStateException("reading " + source + " failed: " + firstLine(failure), failure);
  }

  private static boolean isOfTheFile(Throwable cause) {
    return cause instanceof EOFException || cause instanceof ZipException || cause instanceof AnalysisException
        || thrownBy(cause, LIBSVM) || thrownBy(cause, VECTORS)
        || cause.getClass().getName().startsWith(PARQUET) || thrownBy(cause, PARQUET);
  }

  private static boolean thrownBy(Throwable cause, String type) {
    return cause instanceof RuntimeException
        && Arrays.stream(cause.getStackTrace()).limit(20).anyMatch(frame -> frame.getClassName().startsWith(type));
  }

  private static String mend(Throwable cause) {
    if (thrownBy(cause, LIBSVM)) {
      return "; lines must read \"label index:value ...\" with ascending indices from 1";
    }
    return thrownBy(cause, VECTORS)
        ? "; set features.count to the largest index of any line" : "; is it whole, and of data.format?";
  }

  private static String firstLine(Throwable cause) {
    String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
