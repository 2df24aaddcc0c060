package io.gossamer.driver.round;

import io.gossamer.driver.spark.Waits;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** The section {@code rounds}. */
public record RoundSettings(
    @Setting(doc = "Local steps of a round; 0 lets the plan choose so that exchange stays a small part of the time.",
        value = "0") int localSteps,
    @Setting(doc = "How the local steps of a round change over a phase: fixed; growing (one, doubled in equal parts "
        + "until localSteps); post-local (one until localFrom, then localSteps); adaptive (localSteps times a power of "
        + "two, so that overhead stays below maxOverhead, at most one pass over a shard; the model then depends on "
        + "measured times).", value = "fixed")
        RoundLengths.Kind lengths,
    @Setting(doc = "With post-local: the share of a phase's steps before which every step is averaged, in [0, 1].",
        value = "0.5") double localFrom,
    @Setting(doc = "With adaptive: the share of a round's time that may go to all but its steps, in (0, 1).",
        value = "0.1") double maxOverhead,
    @Setting(doc = "Seconds after which a worker ends its local steps of a round, by its own clock, but not before the "
        + "first; localSteps is then the most it takes, 0 one pass over its shard. Shards count by the steps they "
        + "took, and no two such runs need be equal to the bit. 0 takes all steps.", value = "0.0") double seconds,
    @Setting(doc = "Shards that a round must have before it may end without the others: a share in (0, 1], rounded up, "
        + "or a count of 2 or more. Shards left out are counted and named; no two such runs need be equal to the bit.",
        value = "1.0") double quorum,
    @Setting(doc = "How long the driver waits for the others once rounds.quorum is there: seconds (30), or a multiple "
        + "of the median time after which the round's shards came (1.5x).", value = "1x") String patience,
    @Setting(doc = "Seconds that the driver waits for a round, another pass over the shards, or loading; then the run "
        + "ends with exit code 1 and a sentence that names what did not come, and can be continued.",
        value = "10800.0") double timeout,
    @Setting(doc = "Rounds between two evaluations on the validation rows; 0 evaluates only at the end.", value = "1")
        int evaluateEvery,
    @Setting(doc = "The driver's step once a round.") OuterSettings outer,
    @Setting(doc = "In which bits values travel.") ExchangeSettings exchange,
    @Setting(doc = "Losses and values that are not finite.") DivergenceSettings divergence) {
  public RoundSettings {
    if (localSteps < 0) {
      throw new InvalidInput("rounds.localSteps is " + localSteps + "; it must be at least 1, or 0 for the "
          + "plan's choice");
    }
    if (!(localFrom >= 0 && localFrom <= 1)) {
      throw new InvalidInput("rounds.localFrom is " + localFrom + "; it must be in [0, 1]");
    }
    if (!(maxOverhead > 0 && maxOverhead < 1)) {
      throw new InvalidInput("rounds.maxOverhead is " + maxOverhead + "; it must be in (0, 1)");
    }
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new InvalidInput("rounds.seconds is " + seconds + "; it must be above 0, or 0 to take all local steps");
    }
    if (seconds > 0 && lengths == RoundLengths.Kind.ADAPTIVE) {
      throw new InvalidInput("rounds.lengths is adaptive, so that rounds are as long as their overhead asks for, and "
          + "rounds.seconds is " + seconds + ", which cuts them by the clock; set one of the two");
    }
    if (!(quorum > 0 && quorum <= 1 || quorum >= 2 && quorum == Math.rint(quorum) && quorum <= 1 << 30)) {
      throw new InvalidInput("rounds.quorum is " + quorum + "; it must be a share of the shards in (0, 1], or a count "
          + "of 2 or more");
    }
    Patience.of(patience);
    Waits.ofRuns(timeout);
    if (evaluateEvery < 0) {
      throw new InvalidInput("rounds.evaluateEvery is " + evaluateEvery + "; it must be at least 0");
    }
  }

  /** Local steps round by round, where a round has at most {@code most}. */
  public RoundLengths lengths(int most) {
    return new RoundLengths(lengths, most, localFrom);
  }

  /** Whether workers end rounds by their clocks. */
  public boolean timeBoxed() {
    return seconds > 0;
  }

  /** Of so many shards, how many a round must have; {@link Quorum#ALL} where that is every one. */
  public Quorum quorumOf(int shards) {
    // A share like 0.7 of 10 must not become 8 by the last bit of a double.
    int least = quorum > 1 ? (int) quorum : (int) Math.max(1, Math.ceil(quorum * shards - 1e-9));
    if (least > shards) {
      throw new InvalidInput("rounds.quorum is " + least + ", more than the " + shards + " of data.shards; lower it, "
          + "or give a share like 0.9");
    }
    return least == shards ? Quorum.ALL : new Quorum(least, Patience.of(patience));
  }

  /** The bound of every wait. */
  public Waits waits() {
    return Waits.ofRuns(timeout);
  }

  /**
   * The same without what decides no bit of the model, and without whom it waits for and how long: a run that waited in
   * vain may go on with more patience, or with less.
   */
  public RoundSettings deciding() {
    return new RoundSettings(localSteps, lengths, localFrom, maxOverhead, seconds, 1, "1x", Waits.DEFAULT_SECONDS,
        evaluateEvery, outer, exchange.deciding(), divergence);
  }

  /** The same with another answer to numbers that are not finite. */
  public RoundSettings with(DivergenceSettings divergence) {
    return new RoundSettings(localSteps, lengths, localFrom, maxOverhead, seconds, quorum, patience, timeout,
        evaluateEvery, outer, exchange, divergence);
  }
}
