package io.gossamer.driver.checkpoint;

import io.gossamer.driver.files.Folder;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of checkpoints of one run. The newest whole one always stands until the next is committed. */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final String RUN = "run.json";

  private final Folder folder;
  private final Fingerprint fingerprint;
  private final int keep;

  /**
   * @param keep checkpoints that stay, at least 1
   */
  public CheckpointStore(Folder folder, Fingerprint fingerprint, int keep) {
    this.folder = folder;
    this.fingerprint = fingerprint;
    this.keep = keep;
  }

  /** Whether a run has begun to keep its checkpoints in a folder. */
  public static boolean isUsed(Folder folder) {
    return folder.hasFile(RUN) || !rounds(folder).isEmpty();
  }

  /** Whether a folder is called as a checkpoint is. */
  public static boolean isCheckpoint(Folder folder) {
    return Checkpoint.round(folder.name()) >= 0;
  }

  /** Marks the folder as this run's, before there is anything to resume. */
  public void claim() {
    folder.create();
    folder.write(RUN, fingerprint.toBytes());
  }

  /**
   * @throws InvalidInput naming the first difference, if the folder belongs to a run of another plan, data or version
   */
  public void checkOwner() {
    if (folder.hasFile(RUN)) {
      refuseForeign(folder.toString(), owner());
    }
  }

  private Fingerprint owner() {
    try {
      return Fingerprint.of(folder.read(RUN, Commit.MAX_BYTES), RUN);
    } catch (CorruptFile e) {
      throw new CorruptFile(RUN + " in " + folder + " does not say whose checkpoints these are: " + e.getMessage(), e);
    }
  }

  private void refuseForeign(String what, Fingerprint other) {
    fingerprint.difference(other).ifPresent(difference -> {
      throw new InvalidInput("what lies in " + what + " was made " + difference + "; give back what it was, or train "
          + "anew with another --output");
    });
  }

  /**
   * The newest whole checkpoint. Newer ones that are not whole are named in one warning.
   *
   * @throws InvalidInput if it is a foreign one
   */
  public Optional<Snapshot> newest() {
    StringBuilder broken = new StringBuilder();
    Optional<Snapshot> found = Optional.empty();
    for (int round : rounds(folder)) {
      Checkpoint checkpoint = Checkpoint.of(folder, round);
      if (!checkpoint.isCommitted()) {
        continue;
      }
      try {
        found = Optional.of(read(checkpoint));
        break;
      } catch (CorruptFile | UncheckedIOException e) {
        broken.append(broken.isEmpty() ? "" : "; ").append(checkpoint).append(": ").append(e.getMessage());
      }
    }
    if (!broken.isEmpty()) {
      LOG.warn("not whole: {}; using {}", broken, found.map(snapshot -> "round " + snapshot.round()).orElse("none"));
    }
    return found;
  }

  private Snapshot read(Checkpoint checkpoint) {
    Commit commit = checkpoint.commit();
    refuseForeign(checkpoint.toString(), commit.fingerprint());
    return checkpoint.read(commit);
  }

  /**
   * A checkpoint that was asked for by name.
   *
   * @throws InvalidInput if it is a foreign one, or there is none
   * @throws CorruptFile if it is not whole
   */
  public Snapshot read(Folder named) {
    Checkpoint checkpoint = new Checkpoint(named, Checkpoint.round(named.name()));
    if (checkpoint.round() < 0 || !checkpoint.isCommitted()) {
      throw new InvalidInput("no checkpoint in " + named + "; name a folder round-NNNNNN with a file " + Commit.FILE);
    }
    try {
      return read(checkpoint);
    } catch (CorruptFile e) {
      throw new CorruptFile("checkpoint " + named + " is not whole: " + e.getMessage(), e);
    }
  }

  /**
   * Writes and commits a snapshot, then lets go of what retention no longer keeps.
   *
   * @return bytes written
   */
  public long write(Snapshot snapshot) {
    long bytes = Checkpoint.of(folder, snapshot.round()).write(snapshot, fingerprint);
    prune(snapshot.round());
    return bytes;
  }

  /** Lets go of all checkpoints, of use no longer; the folder stays this run's. */
  public void clear() {
    for (int round : rounds(folder)) {
      Checkpoint.of(folder, round).delete();
    }
  }

  /** Only what is older than the one just committed can go. */
  private void prune(int newest) {
    try {
      int kept = 1;
      for (int round : rounds(folder)) {
        Checkpoint older = Checkpoint.of(folder, round);
        if (round < newest && !(older.isCommitted() && kept++ < keep)) {
          older.delete();
        }
      }
    } catch (UncheckedIOException e) {
      LOG.warn("old checkpoints stay: {}", e.getMessage());
    }
  }

  /** Rounds with a folder, newest first. */
  private static List<Integer> rounds(Folder folder) {
    return folder.names().stream().map(Checkpoint::round).filter(round -> round >= 0)
        .sorted(Comparator.reverseOrder()).toList();
  }
}
