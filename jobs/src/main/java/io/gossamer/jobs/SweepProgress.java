package io.gossamer.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.sweep.SweepCell;
import io.gossamer.driver.sweep.SweepListener;
import io.gossamer.driver.sweep.SweepResult;
import java.io.PrintWriter;

/** A line a cell when it ends; on a terminal its rounds pass by on that line before. */
final class SweepProgress implements SweepListener {
  private final PrintWriter out;
  private final PassingLine passing;
  private final boolean quiet;
  private final boolean terminal;
  private int cells;
  private int ended;
  private int trained;
  private long startNanos;

  SweepProgress(PrintWriter out, boolean quiet) {
    this(out, quiet, Boolean.getBoolean("gossamer.terminal"));
  }

  SweepProgress(PrintWriter out, boolean quiet, boolean terminal) {
    this.out = out;
    this.passing = new PassingLine(out);
    this.quiet = quiet;
    this.terminal = terminal;
  }

  @Override
  public void started(int cells, int done) {
    this.cells = cells;
    this.ended = done;
    startNanos = System.nanoTime();
    if (!quiet) {
      out.printf("%,d cells, %,d done before%n", cells, done);
      out.flush();
    }
  }

  @Override
  public RunListener cell(SweepCell cell) {
    return new RunListener() {
      @Override
      public void round(RoundReport report) {
        if (terminal && !quiet) {
          show(String.format("cell %d/%d  %s  round %d/%d  loss %.4f", ended + 1, cells, cell.label(),
              report.round(), report.rounds(), report.loss()));
        }
      }
    };
  }

  @Override
  public void ended(SweepResult result) {
    ended++;
    trained++;
    if (quiet) {
      return;
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    show(String.format("cell %d/%d  %s  %s  eta %s", ended, cells, result.cell().label(),
        result.isDone() ? outcome(result.summary()) : "FAILED: " + result.failure(),
        Progress.duration(seconds / trained * (cells - ended))));
    out.println();
    out.flush();
  }

  private static String outcome(ObjectNode summary) {
    String split = summary.path("metrics").has("test") ? "test" : "train";
    return split + " " + SummaryText.metrics(summary.path("metrics").path(split))
        + String.format(", %.1f s", summary.at("/seconds/total").asDouble());
  }

  /** Over the line before, where there is a terminal. */
  private void show(String line) {
    if (terminal) {
      passing.show(line);
    } else {
      out.print(line);
    }
  }
}
