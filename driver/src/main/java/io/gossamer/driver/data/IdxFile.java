package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One IDX file of unsigned bytes: two zero bytes, the type 0x08, the number of dimensions, each extent as a big-endian
 * int, then the data. Source: the format's description on the MNIST page.
 *
 * @param count the first extent: images or labels
 * @param width the product of the others; 1 for labels
 */
record IdxFile(int count, int width, byte[] data) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MOST_DIMENSIONS = 4;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
  private static final int MOST_WIDTH = 1 << 24;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER = 1 << 16;

  /**
   * Reads a file, plain or gzipped; its first bytes tell which.
   *
   * @throws InvalidInput if it is not a whole file of this kind
   */
  static IdxFile read(String path, Configuration hadoop) {
    try (InputStream in = new Path(path).getFileSystem(hadoop).open(new Path(path))) {
      return read(in, path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The same from a stream; {@code path} names it in messages. */
  static IdxFile read(InputStream raw, String path) {
    try {
      return parse(new DataInputStream(unzipped(new BufferedInputStream(raw, BUFFER))), path);
    } catch (EOFException e) {
      throw new InvalidInput(path + " ends before the data its header promises; fetch it again", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static InvalidInput unreadable(String path, IOException e) {
    return new InvalidInput(path + " cannot be read as an IDX file: " + e.getMessage(), e);
  }

  private static InputStream unzipped(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean zipped = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
    in.reset();
    return zipped ? new GZIPInputStream(in, BUFFER) : in;
  }

  static IdxFile parse(DataInputStream in, String path) throws IOException {
    int magic = in.readInt();
    int dimensions = magic & 0xff;
    if (magic >>> 8 != UNSIGNED_BYTE || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new InvalidInput(String.format(
          "%s starts with 0x%08x; an IDX file of unsigned bytes starts with 0x000008 and 1 to 4 dimensions", path,
          magic));
    }
    int count = extent(in, path);
    long width = 1;
    for (int d = 1; d < dimensions; d++) {
      width = Math.multiplyExact(Math.min(width, MOST_BYTES), (long) extent(in, path));
    }
    long length = Math.min(width, MOST_BYTES) * count;
    if (length > MOST_BYTES || width > MOST_WIDTH) {
      throw new InvalidInput(String.format("%s declares %,d x %,d bytes; at most 2 GB of rows of at most %,d bytes are "
          + "read", path, count, width, MOST_WIDTH));
    }
    byte[] data = bytes(in, (int) length);
    if (in.read() != -1) {
      throw new InvalidInput(path + " goes on after the " + length + " bytes its header promises; fetch it again");
    }
    return new IdxFile(count, (int) width, data);
  }

  private static int extent(DataInputStream in, String path) throws IOException {
    int extent = in.readInt();
    if (extent < 0) {
      throw new InvalidInput(path + " declares an extent of " + extent + "; fetch it again");
    }
    return extent;
  }

  /** Grows with what is really there, so that a lie in the header costs no memory. */
  private static byte[] bytes(DataInputStream in, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(length, 1 << 20));
    byte[] part = new byte[1 << 16];
    for (int left = length; left > 0; ) {
      int read = in.read(part, 0, Math.min(part.length, left));
      if (read < 0) {
        throw new EOFException();
      }
      out.write(part, 0, read);
      left -= read;
    }
    return out.toByteArray();
  }
}
