package io.gossamer.worker.cache;

import io.gossamer.ops.rows.Rows;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What was last summed over the rows of each shard, by the question that asked for it. The passes of one step of a mask
 * ask for parts of the same sums, which cost a dense gradient each time they are made; losing them costs time only.
 */
public final class SumsCache {
  /** Of the heap, what the sums of all shards may take. */
  private static final int SHARE = 16;

  private static final Deque<Entry> ENTRIES = new ArrayDeque<>();

  private SumsCache() {}

  private record Entry(WeakReference<Rows> rows, Object question, float[] sums) {}

  /**
   * The sums over {@code rows}, made anew unless they were kept. They are shared: nobody may write to them.
   *
   * @param question equal to another only if both have the same sums over the same rows
   */
  public static float[] get(Rows rows, Object question, Supplier<float[]> sum) {
    return get(rows, question, sum, Runtime.getRuntime().maxMemory() / SHARE);
  }

  static float[] get(Rows rows, Object question, Supplier<float[]> sum, long mostBytes) {
    float[] kept = find(rows, question);
    if (kept == null) {
      kept = sum.get();
      keep(new Entry(new WeakReference<>(rows), question, kept), mostBytes);
    }
    return kept;
  }

  private static synchronized float[] find(Rows rows, Object question) {
    for (Entry entry : ENTRIES) {
      if (entry.rows.refersTo(rows) && entry.question.equals(question)) {
        return entry.sums;
      }
    }
    return null;
  }

  /** The next question about a shard replaces its last; what was summed over rows that are gone goes too. */
  private static synchronized void keep(Entry fresh, long mostBytes) {
    ENTRIES.removeIf(entry -> entry.rows.refersTo(fresh.rows.get()) || entry.rows.refersTo(null));
    ENTRIES.addFirst(fresh);
    long bytes = 0;
    for (Entry entry : ENTRIES) {
      bytes += 4L * entry.sums.length;
    }
    while (bytes > mostBytes) {
      bytes -= 4L * ENTRIES.removeLast().sums.length;
    }
  }
}
