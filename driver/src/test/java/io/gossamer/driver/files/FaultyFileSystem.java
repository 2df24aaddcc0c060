package io.gossamer.driver.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code faulty:}, misbehaving as told. Like HDFS it refuses to rename onto a file that
 * is there.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static boolean refusesRenames;
  private static String hidden = "";
  private static int failures;
  private static long room = Long.MAX_VALUE;
  private static int renamesLeft = Integer.MAX_VALUE;

  /** Behaves from now on. */
  public static void behave() {
    refusesRenames = false;
    hidden = "";
    failures = 0;
    room = Long.MAX_VALUE;
    renamesLeft = Integer.MAX_VALUE;
  }

  /** Refuses every rename. */
  public static void refuseRenames() {
    refusesRenames = true;
  }

  /** Lists nothing of that name, as an object store that lags behind. */
  public static void hide(String name) {
    hidden = name;
  }

  /** Fails the next {@code times} files that are created. */
  public static void fail(int times) {
    failures = times;
  }

  /** Has room for so many bytes more. */
  public static void room(long bytes) {
    room = bytes;
  }

  /** Dies, in effect, after so many renames: each further one throws. */
  public static void dieAfterRenames(int renames) {
    renamesLeft = renames;
  }

  /** A configuration that knows the scheme. */
  public static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    return configuration;
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (renamesLeft-- <= 0) {
      throw new IOException("the process is dead");
    }
    return !refusesRenames && !exists(to) && super.rename(from, to);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Stream.of(super.listStatus(path)).filter(status -> !status.getPath().getName().equals(hidden))
        .toArray(FileStatus[]::new);
  }

  @Override
  public FSDataOutputStream create(
      Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
      throws IOException {
    if (failures > 0) {
      failures--;
      throw new IOException("the service is not available, try again");
    }
    FSDataOutputStream out = super.create(path, overwrite, buffer, replication, block, progress);
    return new FSDataOutputStream(new Bounded(out), null);
  }

  /** Fails like a full disk, with what still fitted on it. */
  private static final class Bounded extends FilterOutputStream {
    Bounded(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      int fits = (int) Math.min(count, room);
      out.write(bytes, from, fits);
      room -= fits;
      if (fits < count) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }
}
