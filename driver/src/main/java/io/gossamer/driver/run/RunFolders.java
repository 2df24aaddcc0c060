package io.gossamer.driver.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.checkpoint.CheckpointSettings;
import io.gossamer.driver.checkpoint.CheckpointStore;
import io.gossamer.driver.checkpoint.Fingerprint;
import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.report.Summary;
import io.gossamer.ops.InvalidInput;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The folders of one run.
 *
 * @param output the run directory
 * @param checkpoints within it, unless settings name another place
 */
public record RunFolders(Folder output, Folder checkpoints) {
  private static final String CHECKPOINTS = "checkpoints";

  /** Nothing is touched yet. */
  public static RunFolders of(String output, CheckpointSettings checkpoint, Configuration hadoop) {
    Folder directory = Folder.at(output, hadoop);
    Folder checkpoints = checkpoint.directory().isEmpty()
        ? directory.child(CHECKPOINTS) : Folder.at(checkpoint.directory(), hadoop);
    return new RunFolders(directory, checkpoints);
  }

  /** With the checkpoints in the run directory, whatever settings say. */
  static RunFolders within(Folder output) {
    return new RunFolders(output, output.child(CHECKPOINTS));
  }

  /**
   * What can be said before Spark starts and the data is read.
   *
   * @throws InvalidInput if the run directory holds something that this run would neither continue nor create
   */
  public void check(Resume resume) {
    boolean used = CheckpointStore.isUsed(checkpoints);
    if (resume.kind() == Resume.Kind.NEVER && used) {
      throw new InvalidInput("checkpoints of an earlier run lie in " + checkpoints + "; remove them, name another "
          + "directory, or let --resume auto continue them");
    }
    // An empty folder of checkpoints is what a run leaves that was killed at its very start.
    boolean begun = output.names().equals(List.of(CHECKPOINTS)) && output.child(CHECKPOINTS).names().isEmpty();
    if (!used && !begun) {
      requireEmpty(output);
    }
  }

  /**
   * @throws InvalidInput if {@code output} exists and is not empty: nothing is ever overwritten
   */
  public static void requireEmpty(Folder output) {
    if (!output.names().isEmpty()) {
      throw new InvalidInput("output directory " + output + " exists and is not empty; name a new one with --output, "
          + "or remove it");
    }
  }

  /** Whether a run came to its end here. */
  boolean isFinished() {
    return output.hasFile(Summary.FILE);
  }

  /** What a finished run left to say. */
  ObjectNode summary() {
    return Summary.read(output);
  }

  /**
   * The snapshot to begin with; none to begin anew.
   *
   * @throws InvalidInput if what lies here, or what was named, belongs to a run with another fingerprint
   */
  Optional<Snapshot> find(Resume resume, Fingerprint fingerprint, Configuration hadoop) {
    CheckpointStore own = new CheckpointStore(checkpoints, fingerprint, 1);
    own.checkOwner();
    return resume.kind() == Resume.Kind.PATH
        ? Optional.of(named(Folder.at(resume.path(), hadoop), fingerprint)) : own.newest();
  }

  private static Snapshot named(Folder given, Fingerprint fingerprint) {
    if (CheckpointStore.isCheckpoint(given)) {
      return new CheckpointStore(given, fingerprint, 1).read(given);
    }
    Folder folder = CheckpointStore.isUsed(given) ? given : given.child(CHECKPOINTS);
    return new CheckpointStore(folder, fingerprint, 1).newest().orElseThrow(() -> new InvalidInput(
        "no checkpoint in " + given + "; --resume takes a folder round-NNNNNN, a folder of them or a run directory"));
  }
}
