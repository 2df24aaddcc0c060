package io.gossamer.driver.report;

import java.util.Optional;

/** Sums over the rounds of a run. */
public final class Totals implements RunListener {
  private int rounds;
  private long rows;
  private long up;
  private long down;
  private long mask;
  private double compute;
  private double exchange;
  private double maskSeconds;
  private double evaluate;

  private Optional<CandidateReport> candidates = Optional.empty();

  @Override
  public void candidates(CandidateReport report) {
    candidates = Optional.of(report);
  }

  /** The particles of the last phase, if it had several. */
  Optional<CandidateReport> candidates() {
    return candidates;
  }

  @Override
  public void round(RoundReport report) {
    rounds++;
    rows += report.rows();
    up += report.bytes().up();
    down += report.bytes().down();
    mask += report.bytes().mask();
    compute += report.seconds().compute();
    exchange += report.seconds().exchange();
    maskSeconds += report.seconds().mask();
    evaluate += report.seconds().evaluate();
  }

  public int rounds() {
    return rounds;
  }

  /** Rows trained on, each counted once per pass. */
  public long rows() {
    return rows;
  }

  public long bytesUp() {
    return up;
  }

  public long bytesDown() {
    return down;
  }

  public long bytesMask() {
    return mask;
  }

  /** Seconds by part. */
  public RoundSeconds seconds() {
    return new RoundSeconds(compute, exchange, maskSeconds, evaluate);
  }

  /** Rows per second of rounds, evaluation not counted. */
  public double rowsPerSecond() {
    double seconds = compute + exchange + maskSeconds;
    return seconds == 0 ? 0 : rows / seconds;
  }
}
