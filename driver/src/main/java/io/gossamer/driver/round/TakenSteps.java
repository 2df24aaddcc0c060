package io.gossamer.driver.round;

import io.gossamer.worker.round.Update;

/**
 * How far a round takes the run where workers end by their clocks, and shards so take unequal numbers of steps: as many
 * steps as its shards took on average, weighed by what each was asked for. Schedules count these, so that an epoch is a
 * pass over the rows that was really made.
 */
public final class TakenSteps {
  private TakenSteps() {}

  /**
   * Steps that a round counts for, at least one; exactly {@code planned} where every shard took all it was asked for.
   *
   * @param planned of the round; a particle whose phase is shorter is asked for fewer
   */
  public static int of(int planned, RoundWork work, RoundResult result) {
    long taken = 0;
    long asked = 0;
    for (Update update : result.updates()) {
      if (update.steps() > 0) {
        taken += update.steps();
        asked += work.particles().get(update.particle()).assignment().steps();
      }
    }
    return taken == asked ? planned : (int) Math.max(1, Math.round(planned * (taken / (double) asked)));
  }
}
