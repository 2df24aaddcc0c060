package io.gossamer.driver.checkpoint;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.files.Sha256;
import io.gossamer.driver.model.SafeTensors;
import io.gossamer.driver.model.Tensor;
import io.gossamer.ops.CorruptFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** One checkpoint: the folder {@code round-NNNNNN}. The package description shows what lies in it. */
record Checkpoint(Folder folder, int round) {
  private static final String PREFIX = "round-";
  private static final String ARRAYS = "state.safetensors";
  private static final String SCALARS = "state.json";
  private static final int MAX_SCALARS = 64 << 20;

  /** The checkpoint of a round in a folder of checkpoints, whether it is there or not. */
  static Checkpoint of(Folder parent, int round) {
    return new Checkpoint(parent.child(PREFIX + String.format("%06d", round)), round);
  }

  /** The round of a folder's name, or -1 if it is not one of a checkpoint. */
  static int round(String name) {
    return name.matches(PREFIX + "[0-9]{6,9}") ? Integer.parseInt(name.substring(PREFIX.length())) : -1;
  }

  /** Whether it claims to be whole. */
  boolean isCommitted() {
    return folder.hasFile(Commit.FILE);
  }

  /**
   * Writes and commits.
   *
   * @return bytes written
   */
  long write(Snapshot snapshot, Fingerprint fingerprint) {
    // Uncommitted first, so that what is overwritten does not count while it is.
    folder.deleteFile(Commit.FILE);
    Commit commit = new Commit(round, fingerprint, List.of(
        put(ARRAYS, out -> SafeTensors.write(List.copyOf(snapshot.tensors()), out)),
        put(SCALARS, out -> out.write(snapshot.scalars()))));
    byte[] bytes = commit.toBytes();
    folder.writeInPlace(Commit.FILE, out -> out.write(bytes));
    checkSizes(commit());
    return commit.bytes() + bytes.length;
  }

  private Commit.Part put(String name, Folder.Content content) {
    MessageDigest digest = Sha256.digest();
    long[] bytes = new long[1];
    folder.writeInPlace(name, out -> {
      DigestOutputStream digested = new DigestOutputStream(out, digest) {
        @Override
        public void write(byte[] from, int at, int count) throws IOException {
          super.write(from, at, count);
          bytes[0] += count;
        }
      };
      content.writeTo(digested);
      digested.flush();
    });
    return new Commit.Part(name, bytes[0], Sha256.hex(digest));
  }

  /**
   * @throws CorruptFile if there is none, or not a whole one
   */
  Commit commit() {
    Commit commit = Commit.of(folder.read(Commit.FILE, Commit.MAX_BYTES));
    if (commit.round() != round) {
      throw new CorruptFile(Commit.FILE + " is of round " + commit.round());
    }
    return commit;
  }

  private void checkSizes(Commit commit) {
    for (Commit.Part part : commit.files()) {
      long found = folder.length(part.name());
      if (found != part.bytes()) {
        throw new CorruptFile(
            String.format("%s has %,d bytes, %s promises %,d", part.name(), found, Commit.FILE, part.bytes()));
      }
    }
  }

  /**
   * Reads all of it.
   *
   * @throws CorruptFile if a file is missing, or not the one that was committed
   */
  Snapshot read(Commit commit) {
    checkSizes(commit);
    if (commit.part(ARRAYS).bytes() > Runtime.getRuntime().maxMemory() || commit.part(SCALARS).bytes() > MAX_SCALARS) {
      throw new CorruptFile(String.format("its %,d bytes are more than this heap or any of our checkpoints holds",
          commit.bytes()));
    }
    Map<String, Tensor> arrays = digested(commit.part(ARRAYS), in ->
        SafeTensors.read(in, commit.part(ARRAYS).bytes()));
    byte[] scalars = digested(commit.part(SCALARS), in -> in.readNBytes((int) commit.part(SCALARS).bytes()));
    return new Snapshot(round, arrays, Snapshot.scalars(scalars, SCALARS));
  }

  private interface Reader<R> {
    R read(InputStream in) throws IOException;
  }

  private <R> R digested(Commit.Part part, Reader<R> reader) {
    MessageDigest digest = Sha256.digest();
    R result;
    try (InputStream in = new DigestInputStream(new BufferedInputStream(folder.open(part.name()), 1 << 16), digest)) {
      result = reader.read(in);
    } catch (IOException e) {
      throw new CorruptFile(part.name() + " cannot be read: " + e.getMessage(), e);
    }
    String found = Sha256.hex(digest);
    if (!found.equals(part.sha256())) {
      throw new CorruptFile(part.name() + " has SHA-256 " + found + ", " + Commit.FILE + " promises " + part.sha256());
    }
    return result;
  }

  /** Removes it, the commit first, so that what cannot be removed now does not count. */
  void delete() {
    folder.deleteFile(Commit.FILE);
    folder.delete();
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
