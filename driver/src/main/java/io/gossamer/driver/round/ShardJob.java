package io.gossamer.driver.round;

import io.gossamer.driver.spark.Waits;
import io.gossamer.worker.shard.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * One Spark job over the shards of an RDD. Answers are handed on while other tasks still run, on the caller's thread.
 * What runs is a plain object in the place of a lambda: Spark takes the class files of lambdas apart to clean them,
 * which cost more than scheduling the tasks (docs/benchmarks.md, "Overhead of a round").
 */
final class ShardJob {
  /** How long to sleep before looking whether the job failed; answers wake at once. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private ShardJob() {}

  /** What to do with one shard, in a task. What it returns travels through Spark's serializer. */
  interface Work<R> extends Serializable {
    R on(Shard shard);
  }

  /** Answers of all shards, in shard order; what they are asked for is never got from a part of them. */
  static <R> List<R> all(JavaRDD<Shard> shards, Work<R> work, String what, Waits waits) {
    List<R> answers = new ArrayList<>(Collections.nCopies(shards.getNumPartitions(), null));
    run(shards, work, Wait.forAll(what, waits), answers::set);
    return answers;
  }

  /**
   * Asks all shards.
   *
   * @param taken told of each shard's answer, once, in the order in which they come
   * @return shards that the wait ended without, ascending; their tasks are cancelled
   * @throws io.gossamer.driver.spark.Overdue if time is up before there is enough to go on
   */
  static <R> List<Integer> run(JavaRDD<Shard> shards, Work<R> work, Wait wait, BiConsumer<Integer, R> taken) {
    return run(shards.rdd(), 0, shards.getNumPartitions(), new OnShard<>(work), "shards", wait, taken);
  }

  /**
   * Asks the partitions {@code [from, to)} of any RDD. Answers are this call's own: one that comes later comes to
   * nothing.
   *
   * @param task serializable, and no lambda
   * @param parts what a partition is called, in the plural
   * @param taken told of each answer and its partition, counted from {@code from}
   * @return the same as above
   */
  static <T, R> List<Integer> run(
      RDD<T> rdd, int from, int to, AbstractFunction1<Iterator<T>, R> task, String parts, Wait wait,
      BiConsumer<Integer, R> taken) {
    List<Object> partitions = IntStream.range(from, to).<Object>mapToObj(p -> p).toList();
    Seq<Object> asked = CollectionConverters.asScala(partitions).toSeq();
    BlockingQueue<Answer<R>> answers = new LinkedBlockingQueue<>();
    SimpleFutureAction<Object> job = rdd.context().submitJob(rdd, task, asked, (partition, value) -> {
      answers.add(new Answer<>((Integer) partition, value, System.nanoTime()));
      return BoxedUnit.UNIT;
    }, () -> null);
    try {
      Set<Integer> missing = new TreeSet<>(IntStream.range(0, to - from).boxed().toList());
      while (!missing.isEmpty()) {
        Answer<R> answer = next(answers, job, wait);
        if (answer == null) {
          if (!wait.isMet()) {
            throw wait.overdue(parts, missing);
          }
          job.cancel();
          break;
        }
        missing.remove(answer.partition());
        taken.accept(answer.partition(), answer.value());
        wait.came(answer.at());
      }
      return List.copyOf(missing);
    } catch (RuntimeException e) {
      // Nobody waits for what still runs.
      job.cancel();
      throw e;
    }
  }

  private record Answer<R>(Integer partition, R value, long at) {}

  /** The next answer, one that is there already if time is up; null if there is none. */
  private static <R> Answer<R> next(
      BlockingQueue<Answer<R>> answers, SimpleFutureAction<Object> job, Wait wait) {
    try {
      while (true) {
        boolean over = job.isCompleted();
        long left = wait.left();
        Answer<R> answer = answers.poll(over ? 0 : Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        if (answer != null || left <= 0) {
          return answer;
        }
        if (over) {
          job.get();
          throw new IllegalStateException("a Spark job ended without an answer for every shard");
        }
      }
    } catch (SparkException e) {
      throw new IllegalStateException("a Spark job failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a Spark job", e);
    }
  }

  /** Every partition holds one shard. */
  private static final class OnShard<R> extends AbstractFunction1<Iterator<Shard>, R> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Work<R> work;

    OnShard(Work<R> work) {
      this.work = work;
    }

    @Override
    public R apply(Iterator<Shard> shards) {
      return work.on(shards.next());
    }
  }
}
