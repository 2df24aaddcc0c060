package io.gossamer.driver.report;

import io.gossamer.driver.plan.Plan;
import java.util.List;

/** Several listeners, told one after the other. */
public record Listeners(List<RunListener> all) implements RunListener {
  public Listeners {
    all = List.copyOf(all);
  }

  @Override
  public void loading(String what) {
    all.forEach(listener -> listener.loading(what));
  }

  @Override
  public void planned(Plan plan) {
    all.forEach(listener -> listener.planned(plan));
  }

  @Override
  public void finishedBefore(String directory) {
    all.forEach(listener -> listener.finishedBefore(directory));
  }

  @Override
  public void resumed(int round) {
    all.forEach(listener -> listener.resumed(round));
  }

  @Override
  public void skipped(int round, int particle, int shard, String why) {
    all.forEach(listener -> listener.skipped(round, particle, shard, why));
  }

  @Override
  public void late(int round, List<Integer> shards) {
    all.forEach(listener -> listener.late(round, shards));
  }

  @Override
  public void rolledBack(int round, double factor, String why) {
    all.forEach(listener -> listener.rolledBack(round, factor, why));
  }

  @Override
  public void checkpoint(int round, long bytes, double seconds) {
    all.forEach(listener -> listener.checkpoint(round, bytes, seconds));
  }

  @Override
  public void candidates(CandidateReport report) {
    all.forEach(listener -> listener.candidates(report));
  }

  @Override
  public void round(RoundReport report) {
    all.forEach(listener -> listener.round(report));
  }
}
