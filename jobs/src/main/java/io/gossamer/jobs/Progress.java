package io.gossamer.jobs;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The progress line. On a terminal one line is written over and over; elsewhere lines follow each other, every round at
 * first and then at growing distances, so that a log stays short.
 */
final class Progress implements RunListener {
  private static final int ALWAYS = 10;

  private final PrintWriter out;
  private final PassingLine passing;
  private final boolean terminal;
  private final boolean quiet;
  private long startNanos;
  private long rows;
  private long bytes;
  private int before;

  Progress(PrintWriter out, boolean quiet) {
    this(out, quiet, Boolean.getBoolean("gossamer.terminal"));
  }

  Progress(PrintWriter out, boolean quiet, boolean terminal) {
    this.out = out;
    this.passing = new PassingLine(out);
    this.quiet = quiet;
    this.terminal = terminal;
  }

  @Override
  public void loading(String what) {
    say(what);
  }

  @Override
  public void planned(Plan plan) {
    startNanos = System.nanoTime();
    say(PlanText.summary(plan));
  }

  @Override
  public void finishedBefore(String directory) {
    say(directory + " holds this very run, finished; nothing to do");
  }

  @Override
  public void resumed(int round) {
    before = round;
    say("continuing after round " + round);
  }

  @Override
  public void skipped(int round, int particle, int shard, String why) {
    say(String.format("round %d: shard %d of particle %d left out: %s", round, shard, particle, why));
  }

  @Override
  public void late(int round, List<Integer> shards) {
    say(String.format("round %d: went on without %s %s, which had not come in time",
        round, shards.size() == 1 ? "shard" : "shards",
        shards.stream().map(String::valueOf).collect(Collectors.joining(", "))));
  }

  @Override
  public void rolledBack(int round, double factor, String why) {
    say(String.format("%s; beginning round %d again, learning rate times %.3g from here on", why, round, factor));
  }

  @Override
  public void round(RoundReport report) {
    rows += report.rows();
    bytes += report.bytes().up() + report.bytes().down() + report.bytes().mask();
    if (quiet) {
      return;
    }
    String line = line(report);
    if (terminal) {
      passing.show(line);
      if (report.round() == report.rounds()) {
        out.println();
        out.flush();
      }
    } else if (isDue(report)) {
      out.println(line);
      out.flush();
    }
  }

  private static boolean isDue(RoundReport report) {
    int round = report.round();
    int distance = (int) Math.pow(10, Math.floor(Math.log10(Math.max(1, round)))) / 2;
    return round <= ALWAYS || round == report.rounds() || round % distance == 0;
  }

  private String line(RoundReport report) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    StringBuilder line = new StringBuilder();
    line.append(String.format("round %d/%d  loss %.4f", report.round(), report.rounds(), report.loss()));
    report.validation().ifPresent(measures ->
        line.append(String.format("  %s %.4f", measures.headlineName(), measures.headline())));
    line.append(String.format("  sparsity %.4f  %,.0f rows/s  %s  eta %s", report.mask().sparsity(), rows / seconds,
        size(bytes), duration(seconds * (report.rounds() - report.round()) / (report.round() - before))));
    return line.toString();
  }

  private void say(String text) {
    if (!quiet) {
      out.println(text);
      out.flush();
    }
  }

  static String size(double bytes) {
    if (bytes < 1e6) {
      return String.format("%.1f kB", bytes / 1e3);
    }
    return bytes < 1e9 ? String.format("%.1f MB", bytes / 1e6) : String.format("%.2f GB", bytes / 1e9);
  }

  static String duration(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    if (duration.toHours() > 0) {
      return String.format("%dh%02dm", duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? String.format("%dm%02ds", duration.toMinutes(), duration.toSecondsPart())
        : duration.toSeconds() + "s";
  }
}
