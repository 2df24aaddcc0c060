package io.gossamer.driver.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums over the rounds of a run. */
public final class Totals implements RunListener {
  private static final String SKIPPED = "skippedShards.";

  private int rounds;
  private long rows;
  private long up;
  private long down;
  private long mask;
  private long averaged;
  private long messagesUp;
  private long messagesDown;
  private long bareUp;
  private long bareDown;
  private double compute;
  private double exchange;
  private double maskSeconds;
  private double evaluate;
  private int resumes;
  private int checkpoints;
  private long checkpointBytes;
  private double checkpointSeconds;
  private final SortedMap<Integer, Integer> skippedByShard = new TreeMap<>();
  private int rollbacks;
  private Optional<CandidateReport> candidates = Optional.empty();

  /** Sums that an earlier process of the run came to, as {@link #figures} gave them. */
  public static Totals of(Map<String, Double> figures) {
    Totals totals = new Totals();
    totals.rounds = (int) figure(figures, "rounds");
    totals.rows = (long) figure(figures, "rows");
    totals.up = (long) figure(figures, "up");
    totals.down = (long) figure(figures, "down");
    totals.mask = (long) figure(figures, "mask");
    totals.averaged = (long) figure(figures, "averaged");
    totals.messagesUp = (long) figure(figures, "messagesUp");
    totals.messagesDown = (long) figure(figures, "messagesDown");
    totals.bareUp = (long) figure(figures, "bareUp");
    totals.bareDown = (long) figure(figures, "bareDown");
    totals.compute = figure(figures, "compute");
    totals.exchange = figure(figures, "exchange");
    totals.maskSeconds = figure(figures, "maskSeconds");
    totals.evaluate = figure(figures, "evaluate");
    totals.resumes = (int) figure(figures, "resumes");
    totals.checkpoints = (int) figure(figures, "checkpoints");
    totals.checkpointBytes = (long) figure(figures, "checkpointBytes");
    totals.checkpointSeconds = figure(figures, "checkpointSeconds");
    figures.forEach((name, rounds) -> {
      if (name.startsWith(SKIPPED)) {
        totals.skippedByShard.put(Integer.valueOf(name.substring(SKIPPED.length())), rounds.intValue());
      }
    });
    totals.rollbacks = (int) figure(figures, "rollbacks");
    return totals;
  }

  private static double figure(Map<String, Double> figures, String name) {
    return figures.getOrDefault(name, 0.0);
  }

  /** All sums by name, for a checkpoint. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("rounds", (double) rounds);
    figures.put("rows", (double) rows);
    figures.put("up", (double) up);
    figures.put("down", (double) down);
    figures.put("mask", (double) mask);
    figures.put("averaged", (double) averaged);
    figures.put("messagesUp", (double) messagesUp);
    figures.put("messagesDown", (double) messagesDown);
    figures.put("bareUp", (double) bareUp);
    figures.put("bareDown", (double) bareDown);
    figures.put("compute", compute);
    figures.put("exchange", exchange);
    figures.put("maskSeconds", maskSeconds);
    figures.put("evaluate", evaluate);
    figures.put("resumes", (double) resumes);
    figures.put("checkpoints", (double) checkpoints);
    figures.put("checkpointBytes", (double) checkpointBytes);
    figures.put("checkpointSeconds", checkpointSeconds);
    skippedByShard.forEach((shard, rounds) -> figures.put(SKIPPED + shard, (double) rounds));
    figures.put("rollbacks", (double) rollbacks);
    return figures;
  }

  @Override
  public void resumed(int round) {
    resumes++;
  }

  @Override
  public void skipped(int round, int particle, int shard, String why) {
    skippedByShard.merge(shard, 1, Integer::sum);
  }

  @Override
  public void late(int round, List<Integer> shards) {
    shards.forEach(shard -> skippedByShard.merge(shard, 1, Integer::sum));
  }

  @Override
  public void rolledBack(int round, double factor, String why) {
    rollbacks++;
  }

  @Override
  public void checkpoint(int round, long bytes, double seconds) {
    checkpoints++;
    checkpointBytes += bytes;
    checkpointSeconds += seconds;
  }

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
    averaged += report.bytes().averaged();
    messagesUp += report.bytes().messagesUp();
    messagesDown += report.bytes().messagesDown();
    bareUp += report.bytes().messagesUp() * report.bytes().bare();
    bareDown += report.bytes().messagesDown() * report.bytes().bare();
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

  /** Of means that tasks formed, on their way to the driver. */
  public long bytesAveraged() {
    return averaged;
  }

  /**
   * Bytes of one message with values, on average over tasks and rounds, against 4 bytes for each kept weight.
   *
   * @param perMessage measured, header and dense values included
   * @param bare 4 bytes for each weight that the mask kept when the message travelled
   */
  public record Measured(double perMessage, double bare) {
    static Measured of(long bytes, long bare, long messages) {
      return messages == 0 ? new Measured(0, 0) : new Measured(bytes / (double) messages, bare / (double) messages);
    }

    /** 1 for floats alone; 0 where nothing was measured. */
    public double ratio() {
      return bare == 0 ? 0 : perMessage / bare;
    }
  }

  /** What a task sends up a round. */
  public Measured perTaskUp() {
    return Measured.of(up, bareUp, messagesUp);
  }

  /** What a particle is sent a round. */
  public Measured perParticleDown() {
    return Measured.of(down, bareDown, messagesDown);
  }

  /** How often the run went on in another process. */
  public int resumes() {
    return resumes;
  }

  /** Shards left out of a round, counted once a round, or once a particle whose values there were not finite. */
  public int skippedShards() {
    return skippedByShard.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The same, shard by shard; of those that were left out. */
  public SortedMap<Integer, Integer> skippedByShard() {
    return Collections.unmodifiableSortedMap(skippedByShard);
  }

  /** Rounds that began again with smaller steps. */
  public int rollbacks() {
    return rollbacks;
  }

  public int checkpoints() {
    return checkpoints;
  }

  public long checkpointBytes() {
    return checkpointBytes;
  }

  public double checkpointSeconds() {
    return checkpointSeconds;
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
