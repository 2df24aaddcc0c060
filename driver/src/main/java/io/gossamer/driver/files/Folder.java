package io.gossamer.driver.files;

import io.gossamer.ops.InvalidInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** A folder whose files appear whole or not at all: each is written under a temporary name and then renamed. */
public final class Folder {
  private final FileSystem files;
  private final Path path;

  private Folder(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * The folder at a path or URI; it need not exist. Without a scheme it is the local disk of this process.
   */
  public static Folder at(String location, Configuration hadoop) {
    try {
      boolean local = !location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
      Path path = local ? new Path(new java.io.File(location).getAbsoluteFile().toURI()) : new Path(location);
      FileSystem found = path.getFileSystem(hadoop);
      // The raw one: Hadoop's own checksum files beside ours would only confuse whoever lists the folder.
      FileSystem files = found instanceof LocalFileSystem checked ? checked.getRawFileSystem() : found;
      return new Folder(files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInput("cannot reach folder \"" + location + "\": " + e.getMessage(), e);
    }
  }

  public Folder child(String name) {
    return new Folder(files, new Path(path, name));
  }

  public boolean exists() {
    return attempt("look at", () -> files.exists(path));
  }

  public boolean hasFile(String name) {
    return attempt("look at", () -> files.exists(new Path(path, name)));
  }

  /** Names of what lies in the folder, ascending; empty if the folder is not there. */
  public List<String> names() {
    return attempt("list", () -> {
      try {
        return Stream.of(files.listStatus(path)).map(FileStatus::getPath).map(Path::getName).sorted().toList();
      } catch (FileNotFoundException e) {
        return List.of();
      }
    });
  }

  public void create() {
    attempt("create", () -> files.mkdirs(path));
  }

  /** Removes the folder and all that lies in it. */
  public void delete() {
    attempt("delete", () -> files.delete(path, true));
  }

  /** Writes a file that appears with all of its bytes, replacing one of the same name. */
  public void write(String name, byte[] bytes) {
    Path part = new Path(path, "." + name + ".part");
    Path whole = new Path(path, name);
    attempt("write " + name + " in", () -> {
      try (FSDataOutputStream out = files.create(part, true)) {
        out.write(bytes);
        out.hsync();
      }
      files.delete(whole, false);
      if (!files.rename(part, whole)) {
        throw new IOException("rename from " + part.getName() + " was refused");
      }
      return true;
    });
  }

  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A stream to a file that grows while the run goes on; readers see whole lines once they are flushed. */
  public OutputStream stream(String name) {
    return attempt("write " + name + " in", () -> files.create(new Path(path, name), true));
  }

  /** All bytes of a file of at most {@code limit} bytes. */
  public byte[] read(String name, long limit) {
    Path file = new Path(path, name);
    return attempt("read " + name + " in", () -> {
      long length = files.getFileStatus(file).getLen();
      if (length > limit) {
        throw new IOException("it has " + length + " bytes, more than the allowed " + limit);
      }
      byte[] bytes = new byte[Math.toIntExact(length)];
      try (FSDataInputStream in = files.open(file)) {
        in.readFully(0, bytes);
      }
      return bytes;
    });
  }

  /** Gives the folder another name beside its siblings, in one step. */
  public Folder rename(String name) {
    Path target = new Path(path.getParent(), name);
    attempt("rename", () -> {
      if (!files.rename(path, target)) {
        throw new IOException("to " + name + " was refused");
      }
      return true;
    });
    return new Folder(files, target);
  }

  /** For Spark's own readers and writers. */
  public String uri() {
    return path.toString();
  }

  /** For people: a plain path on the local disk, else the URI. */
  @Override
  public String toString() {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  private interface Action<R> {
    R run() throws IOException;
  }

  private <R> R attempt(String what, Action<R> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot " + what + " " + this + ": " + e.getMessage(), e);
    }
  }
}
