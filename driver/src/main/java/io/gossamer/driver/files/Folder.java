package io.gossamer.driver.files;

import io.gossamer.ops.InvalidInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A folder whose files appear whole or not at all: each is written under a temporary name and then renamed. Where a
 * rename does not replace (HDFS, object stores) the old file steps aside first and is read until the new one is there,
 * so that no crash loses both.
 */
public final class Folder {
  private static final String PART = ".part";
  private static final String ASIDE = ".aside";

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
      // Not by File.toURI, which ends a folder that exists with a slash, and so takes its name.
      Path path = local
          ? new Path("file", null, new java.io.File(location).getAbsolutePath()) : new Path(location);
      FileSystem found = path.getFileSystem(hadoop);
      // The raw one: Hadoop's own checksum files beside ours would only confuse whoever lists the folder.
      FileSystem files = found instanceof LocalFileSystem checked ? checked.getRawFileSystem() : found;
      return new Folder(files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInput("cannot reach folder \"" + location + "\": " + e.getMessage(), e);
    }
  }

  /** The folder of that name in this one. */
  public Folder child(String name) {
    return new Folder(files, inside(name));
  }

  /**
   * What has a name in this folder. A name out of a file that somebody sent must not lead out of it.
   *
   * @throws InvalidInput if the name is more than a name
   */
  private Path inside(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\")) {
      throw new InvalidInput("\"" + name + "\" is not a name of something in " + this + "; it would lead elsewhere");
    }
    return new Path(path, name);
  }

  /** The last part of its path. */
  public String name() {
    return path.getName();
  }

  public boolean exists() {
    return attempt("look at", () -> files.exists(path));
  }

  public boolean hasFile(String name) {
    return attempt("look at", () -> files.exists(inside(name)) || files.exists(aside(name)));
  }

  /**
   * Names of what lies in the folder, ascending; empty if the folder is not there. What a crash left half-written is
   * not counted.
   */
  public List<String> names() {
    return attempt("list", () -> {
      try {
        return Stream.of(files.listStatus(path)).map(FileStatus::getPath).map(Path::getName)
            .filter(name -> !isPart(name)).map(Folder::nameOfAside).distinct().sorted().toList();
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

  /** Removes a file if it is there. */
  public void deleteFile(String name) {
    attempt("delete " + name + " in", () -> files.delete(inside(name), false) | files.delete(aside(name), false));
  }

  /** Bytes of a file, one after the other. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file that appears with all of its bytes, replacing one of the same name. */
  public void write(String name, byte[] bytes) {
    write(name, out -> out.write(bytes));
  }

  /** As {@link #write(String, byte[])}, for what is too large to be held as bytes. */
  public void write(String name, Content content) {
    Path whole = inside(name);
    Path part = new Path(path, "." + name + PART);
    attempt("write " + name + " in", () -> {
      fill(part, content);
      replace(whole, part, aside(name));
      return true;
    });
  }

  /** A local rename replaces in one step; others refuse while the old file is there. */
  private void replace(Path whole, Path part, Path aside) throws IOException {
    boolean local = "file".equals(files.getUri().getScheme());
    if ((local || !files.exists(whole)) && files.rename(part, whole)) {
      files.delete(aside, false);
      return;
    }
    files.delete(aside, false);
    rename(whole, aside);
    rename(part, whole);
    files.delete(aside, false);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("rename from " + from.getName() + " to " + to.getName() + " was refused");
    }
  }

  private Path aside(String name) {
    return new Path(path, "." + name + ASIDE);
  }

  private static boolean isPart(String name) {
    return name.startsWith(".") && name.endsWith(PART);
  }

  private static String nameOfAside(String name) {
    boolean aside = name.startsWith(".") && name.endsWith(ASIDE);
    return aside ? name.substring(1, name.length() - ASIDE.length()) : name;
  }

  /**
   * Writes a file under its own name, without any rename, which object stores only imitate: a crash may leave half of
   * it, so that its reader must know from elsewhere when it is whole.
   */
  public void writeInPlace(String name, Content content) {
    attempt("write " + name + " in", () -> {
      fill(inside(name), content);
      return true;
    });
  }

  private void fill(Path file, Content content) throws IOException {
    try (FSDataOutputStream out = files.create(file, true)) {
      content.writeTo(out);
      // Object stores have nothing to sync: there a file comes into being when it is closed.
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A stream to a file that grows while the run goes on; readers see whole lines once they are flushed. */
  public OutputStream stream(String name) {
    return attempt("write " + name + " in", () -> new GrowingFile(files.create(inside(name), true)));
  }

  /**
   * A stream to a file that starts with {@code beginning} and then grows. A crash on the way here loses nothing of an
   * old file of that name, provided that {@code beginning} was in it.
   */
  public OutputStream stream(String name, byte[] beginning) {
    Path file = inside(name);
    return attempt("write " + name + " in", () -> {
      if (files.hasPathCapability(file, CommonPathCapabilities.FS_APPEND)) {
        write(name, beginning);
        return new GrowingFile(files.append(file));
      }
      // Without appending (object stores) a new file shows only when it is closed; until then the old one stands.
      OutputStream out = new GrowingFile(files.create(file, true));
      out.write(beginning);
      return out;
    });
  }

  /** Bytes of a file. */
  public long length(String name) {
    return attempt("look at " + name + " in", () -> files.getFileStatus(present(name)).getLen());
  }

  /** Reads a file from its start. */
  public InputStream open(String name) {
    return attempt("read " + name + " in", () -> files.open(present(name)));
  }

  private Path present(String name) throws IOException {
    Path file = inside(name);
    Path aside = aside(name);
    return !files.exists(file) && files.exists(aside) ? aside : file;
  }

  /** All bytes of a file of at most {@code limit} bytes. */
  public byte[] read(String name, long limit) {
    return attempt("read " + name + " in", () -> {
      Path file = present(name);
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
    Path target = new Path(path.getParent(), inside(name).getName());
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
