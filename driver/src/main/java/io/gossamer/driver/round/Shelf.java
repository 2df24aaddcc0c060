package io.gossamer.driver.round;

import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.round.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Where the arrays of particles lie between uses: in memory, or in files of the driver's local disk, so that it holds
 * those alone that it works on, however many particles there are. Nothing here outlives the process.
 */
public final class Shelf implements AutoCloseable {
  /** Leaves everything where it is. */
  public static final Shelf MEMORY = new Shelf(null);

  private static final int BUFFER = 1 << 16;

  private final Path parent;
  private final Set<OnDisk> files = Collections.newSetFromMap(new IdentityHashMap<>());
  private Path folder;
  private long written;

  private Shelf(Path parent) {
    this.parent = parent;
  }

  /** @param parent folder in which one of its own is made once it is needed */
  public static Shelf onDisk(Path parent) {
    return new Shelf(parent);
  }

  /** Arrays of one length that belong together, in memory or not. */
  public interface Shelved {
    /** How many. */
    int count();

    /** Array {@code n}; another object each time if it comes from disk. */
    float[] array(int n);

    /** Arrays that stay in memory. */
    static Shelved held(List<float[]> arrays) {
      return new Held(List.copyOf(arrays));
    }
  }

  private record Held(List<float[]> arrays) implements Shelved {
    @Override
    public int count() {
      return arrays.size();
    }

    @Override
    public float[] array(int n) {
      return arrays.get(n);
    }
  }

  private record OnDisk(Path file, int count, int length) implements Shelved {
    @Override
    public float[] array(int n) {
      float[] array = new float[length];
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer buffer = buffer();
        channel.position((long) n * length * Float.BYTES);
        for (int from = 0; from < length; ) {
          buffer.clear().limit(Math.min(buffer.capacity(), (length - from) * Float.BYTES));
          while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
              throw new IOException("the file ends early");
            }
          }
          buffer.flip();
          int floats = buffer.remaining() / Float.BYTES;
          buffer.asFloatBuffer().get(array, from, floats);
          from += floats;
        }
        return array;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the values put aside in " + file + ": " + e.getMessage(), e);
      }
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(BUFFER).order(ByteOrder.nativeOrder());
  }

  /** Puts a replica aside; what comes back fetches it. */
  Supplier<Replica> put(Replica replica) {
    if (this == MEMORY) {
      return () -> replica;
    }
    List<Slot> slots = replica.slots();
    Shelved put = put(Shelved.held(IntStream.rangeClosed(0, slots.size()).mapToObj(replica::array).toList()));
    return () -> {
      Map<Slot, float[]> state = new TreeMap<>();
      for (int n = 0; n < slots.size(); n++) {
        state.put(slots.get(n), put.array(n + 1));
      }
      return new Replica(put.array(0), state);
    };
  }

  /**
   * Puts arrays aside; in memory they stay themselves.
   *
   * @throws UncheckedIOException if the disk takes no more
   */
  public Shelved put(Shelved arrays) {
    return this == MEMORY || arrays instanceof OnDisk ? arrays : write(arrays);
  }

  private Shelved write(Shelved arrays) {
    Path file = null;
    try {
      if (folder == null) {
        folder = Files.createTempDirectory(parent, "gossamer-values-");
      }
      file = folder.resolve(Long.toString(written++));
      OnDisk put = new OnDisk(file, arrays.count(), arrays.array(0).length);
      // Known before it is whole, so that what a full disk leaves of it goes too.
      files.add(put);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (int n = 0; n < arrays.count(); n++) {
          write(channel, arrays.array(n));
        }
      }
      return put;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put the values of a particle aside in " + (file == null ? parent : file)
          + ": " + e.getMessage() + "; free space there, or name another folder by spark.local.dir", e);
    }
  }

  private static void write(FileChannel channel, float[] array) throws IOException {
    ByteBuffer buffer = buffer();
    for (int from = 0; from < array.length; ) {
      int floats = Math.min(buffer.capacity() / Float.BYTES, array.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(array, from, floats);
      buffer.limit(floats * Float.BYTES);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      from += floats;
    }
  }

  /** Forgets all that was put aside but this. */
  public void keepOnly(Collection<Shelved> kept) {
    Set<Shelved> stay = Collections.newSetFromMap(new IdentityHashMap<>());
    stay.addAll(kept);
    files.removeIf(file -> {
      boolean goes = !stay.contains(file);
      if (goes) {
        delete(file.file());
      }
      return goes;
    });
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    keepOnly(List.of());
    if (folder != null) {
      delete(folder);
      folder = null;
    }
  }
}
