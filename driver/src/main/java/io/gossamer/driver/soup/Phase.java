package io.gossamer.driver.soup;

import io.gossamer.driver.round.RoundLengths;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Rate;
import io.gossamer.ops.optim.RetrainRate;
import java.util.Optional;

/**
 * Rounds between two mask changes of a prune-retrain method; of other methods, the whole run.
 *
 * @param index from 0
 * @param particles that train apart in it
 * @param keep kept weights it trains with; of a method whose mask moves within the phase, those it ends with
 * @param epochs passes of a particle over the rows
 * @param stepsPerEpoch local steps in which a particle sees every row about once
 * @param first number of its first local step; above 0 where training is taken up again at an earlier point
 * @param steps local steps of a particle on each of its shards
 * @param snapshot local step after which values are kept to rewind to; -1 for none
 * @param rewound whether it starts from such values
 * @param retrain how the learning rate runs; empty for the first training's own schedule
 * @param averages whether particles end at their moving averages
 */
public record Phase(
    int index, String name, int particles, int keep, double epochs, long stepsPerEpoch, long first, long steps,
    long snapshot, boolean rewound, Optional<RetrainRate.Shape> retrain, boolean averages) {
  /** Number of the step after the last. */
  public long end() {
    return first + steps;
  }

  /** Local steps that may follow {@code step} before something happens that is not a round. */
  public long stepsUntilStop(long step, SwaSettings swa) {
    long stop = step < snapshot ? Math.min(snapshot, end()) : end();
    if (averages) {
      stop = Math.min(stop, sample(samples(step, swa), swa));
    }
    return stop - step;
  }

  /** Local steps of the round that starts after {@code step} steps. */
  public int roundSteps(long step, RoundLengths lengths, SwaSettings swa) {
    return (int) Math.min(lengths.at((step - first) / (double) steps), stepsUntilStop(step, swa));
  }

  /** Rounds after {@code step} steps. */
  public long rounds(long step, RoundLengths lengths, SwaSettings swa) {
    long rounds = 0;
    for (long at = step; at < end(); rounds++) {
      at += roundSteps(at, lengths, swa);
    }
    return rounds;
  }

  /** The step after which sample {@code k} of the moving average is taken, counted from 0. */
  private long sample(int k, SwaSettings swa) {
    return first + (long) Math.ceil(swa.start() * steps + k * distance(swa));
  }

  private double distance(SwaSettings swa) {
    return Math.max(1, swa.every() * stepsPerEpoch);
  }

  /** Samples of the moving average that are due after {@code step} steps: one at the start, then one a distance. */
  public int samples(long step, SwaSettings swa) {
    if (!averages) {
      return 0;
    }
    int due = (int) Math.max(0, Math.floor((step - first - swa.start() * steps) / distance(swa)));
    while (sample(due, swa) <= step) {
      due++;
    }
    return due;
  }

  /**
   * The learning rate of a particle.
   *
   * @param original the first training's schedule in the steps of this phase
   * @param peak the largest rate of a phase that retrains
   * @param length local steps of this particle
   */
  Rate rate(LearningRate original, double peak, long length, SwaSettings swa) {
    if (retrain.isEmpty()) {
      return original;
    }
    return new RetrainRate(retrain.get(), original, peak, first, length, swa.start(), swa.rate());
  }
}
