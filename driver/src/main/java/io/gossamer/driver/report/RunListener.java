package io.gossamer.driver.report;

import io.gossamer.driver.plan.Plan;
import java.util.List;

/** Told of a run's progress, on the driver's thread, in order. */
public interface RunListener {
  /** Before the data is read. */
  default void loading(String what) {}

  /** The plan stands; training starts next. */
  default void planned(Plan plan) {}

  /** An earlier process came to the end of this very run. */
  default void finishedBefore(String directory) {}

  /** The run goes on after a round that an earlier process finished. */
  default void resumed(int round) {}

  /** A shard was left out of a round, since what came from it is not finite. */
  default void skipped(int round, int particle, int shard, String why) {}

  /** A round went on without these shards, which had not come in time. */
  default void late(int round, List<Integer> shards) {}

  /** A round begins again, with the learning rate multiplied by {@code factor} from here on. */
  default void rolledBack(int round, double factor, String why) {}

  /** A checkpoint is whole. */
  default void checkpoint(int round, long bytes, double seconds) {}

  /** A round is over. */
  default void round(RoundReport report) {}

  /** All rounds are over, and the last phase had several particles. */
  default void candidates(CandidateReport report) {}
}
