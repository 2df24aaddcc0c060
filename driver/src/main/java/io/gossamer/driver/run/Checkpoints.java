package io.gossamer.driver.run;

import io.gossamer.driver.checkpoint.CheckpointSettings;
import io.gossamer.driver.checkpoint.CheckpointStore;
import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.spark.Overdue;
import io.gossamer.ops.CorruptFile;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints when they are due. One that cannot be written is a warning and is tried again after the next
 * round; it never ends a run.
 */
final class Checkpoints implements StateKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final CheckpointStore store;
  private final CheckpointSettings settings;
  private final StopRequest stop;
  private final Function<RunState, Snapshot> snapshot;
  private final RunListener listener;
  private final LongSupplier nanos;
  private RunState last;
  private int writtenRound;
  private long writtenAt;

  /**
   * @param from what the run begins with, written already or not worth it
   * @param snapshot of a state
   * @param nanos a clock
   */
  Checkpoints(
      CheckpointStore store, CheckpointSettings settings, StopRequest stop, RunState from,
      Function<RunState, Snapshot> snapshot, RunListener listener, LongSupplier nanos) {
    this.store = store;
    this.settings = settings;
    this.stop = stop;
    this.snapshot = snapshot;
    this.listener = listener;
    this.nanos = nanos;
    this.last = from;
    this.writtenRound = from.round();
    this.writtenAt = nanos.getAsLong();
  }

  /** The newest state. */
  RunState last() {
    return last;
  }

  /**
   * @throws Stopped if that was asked for; the state is on disk then, if it could be written
   */
  @Override
  public void keep(RunState state) {
    last = state;
    if (stop.isAsked()) {
      throw stopped();
    }
    if (isDue()) {
      write();
    }
  }

  private boolean isDue() {
    boolean byRounds = settings.every() > 0 && last.round() - writtenRound >= settings.every();
    double minutes = (nanos.getAsLong() - writtenAt) / (double) TimeUnit.MINUTES.toNanos(1);
    return byRounds || settings.minutes() > 0 && minutes >= settings.minutes();
  }

  private boolean write() {
    long start = nanos.getAsLong();
    try {
      long bytes = store.write(snapshot.apply(last));
      writtenRound = last.round();
      writtenAt = nanos.getAsLong();
      LOG.info("checkpoint round={} bytes={} seconds={}", writtenRound, bytes, (writtenAt - start) / 1e9);
      listener.checkpoint(writtenRound, bytes, (writtenAt - start) / 1e9);
      return true;
    } catch (UncheckedIOException | CorruptFile e) {
      LOG.warn("no checkpoint after round {}, trying again after the next: {}", last.round(), e.getMessage());
      return false;
    }
  }

  /** Writes what the run came to, and says how it goes on. */
  Stopped stopped() {
    return new Stopped("stopped after round " + last.round() + kept());
  }

  /** The same of a run that has waited in vain. */
  Overdue overdue(Overdue reason) {
    return new Overdue(reason.getMessage() + "; ended after round " + last.round() + kept(), reason);
  }

  private String kept() {
    if (!settings.enabled()) {
      return "; nothing is kept, since checkpoint.every and checkpoint.minutes are 0";
    }
    boolean whole = writtenRound == last.round() || write();
    return (whole ? "" : ", of which no checkpoint could be written")
        + "; the same command with the same --output continues after round " + writtenRound;
  }
}
