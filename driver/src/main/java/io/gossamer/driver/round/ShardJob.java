package io.gossamer.driver.round;

import io.gossamer.worker.shard.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  private static final long LOOK_MILLIS = 100;

  private ShardJob() {}

  /** What to do with one shard, in a task. What it returns travels through Spark's serializer. */
  interface Work<R> extends Serializable {
    R on(Shard shard);
  }

  /** Answers of all shards, in shard order. */
  static <R> List<R> all(JavaRDD<Shard> shards, Work<R> work) {
    List<R> answers = new ArrayList<>(Collections.nCopies(shards.getNumPartitions(), null));
    run(shards, work, answers::set);
    return answers;
  }

  /**
   * Waits for all shards.
   *
   * @param taken told of each shard's answer, once, in the order in which they come
   */
  static <R> void run(JavaRDD<Shard> shards, Work<R> work, BiConsumer<Integer, R> taken) {
    run(shards.rdd(), 0, shards.getNumPartitions(), new OnShard<>(work), taken);
  }

  /**
   * Waits for the partitions {@code [from, to)} of any RDD.
   *
   * @param task serializable, and no lambda
   * @param taken told of each answer and its partition, counted from {@code from}
   */
  static <T, R> void run(
      RDD<T> rdd, int from, int to, AbstractFunction1<Iterator<T>, R> task, BiConsumer<Integer, R> taken) {
    List<Object> partitions = IntStream.range(from, to).<Object>mapToObj(p -> p).toList();
    Seq<Object> asked = CollectionConverters.asScala(partitions).toSeq();
    BlockingQueue<Answer<R>> answers = new LinkedBlockingQueue<>();
    SimpleFutureAction<Object> job = rdd.context().submitJob(rdd, task, asked, (partition, value) -> {
      answers.add(new Answer<>((Integer) partition, value));
      return BoxedUnit.UNIT;
    }, () -> null);
    try {
      for (int n = from; n < to; n++) {
        Answer<R> answer = next(answers, job);
        taken.accept(answer.partition(), answer.value());
      }
    } catch (RuntimeException e) {
      // Nobody waits for what still runs.
      job.cancel();
      throw e;
    }
  }

  private record Answer<R>(int partition, R value) {}

  private static <R> Answer<R> next(BlockingQueue<Answer<R>> answers, SimpleFutureAction<Object> job) {
    try {
      while (true) {
        boolean over = job.isCompleted();
        Answer<R> answer = answers.poll(over ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (answer != null) {
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
