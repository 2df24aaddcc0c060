package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Input paths as Hadoop wants them, checked before a job starts. */
final class Paths {
  private Paths() {}

  /**
   * The full URI of an input; a path without scheme is on the local disk of this process when it exists there, else on
   * the cluster's default file system.
   *
   * @param key the setting that named it, for the message
   * @throws InvalidInput if nothing is there
   */
  static String resolve(String location, String key, Configuration hadoop) {
    if (location.isEmpty()) {
      throw new InvalidInput(key + " is not set; name the file or folder to read");
    }
    try {
      boolean bare = !location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
      java.io.File local = new java.io.File(location).getAbsoluteFile();
      Path path = bare && local.exists() ? new Path(local.toURI()) : new Path(location);
      FileStatus[] found = path.getFileSystem(hadoop).globStatus(path);
      if (found == null || found.length == 0) {
        throw new InvalidInput(key + " names \"" + location + "\", which does not exist; check the path");
      }
      return path.toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInput(key + " names \"" + location + "\", which cannot be reached: " + e.getMessage(), e);
    }
  }
}
