package io.gossamer.ops.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.testing.Allocation;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {
  private static long helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gossamer helper ")
            && thread.getName().endsWith(" of " + Thread.currentThread().getName())).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everyPartIsDoneOnceBeforeRunReturns(int threads) {
    Crew crew = new Crew(threads);
    crew.begin();
    int[] parts = {0, 1, 2, 3, 7, 64};
    AtomicIntegerArray done = new AtomicIntegerArray(64);
    Crew.Work work = (part, thread) -> {
      assertThat(thread).isBetween(0, threads - 1);
      done.incrementAndGet(part);
    };
    for (int round = 1; round <= 3_000; round++) {
      int count = parts[round % parts.length];
      crew.run(count, work);

      for (int part = 0; part < done.length(); part++) {
        assertThat(done.get(part)).as("part %d of %d", part, count).isEqualTo(part < count ? 1 : 0);
        done.set(part, 0);
      }
    }
    crew.end();
  }

  @Test
  void helpersWakeAfterTheySlept() throws InterruptedException {
    Crew crew = new Crew(3);
    crew.begin();
    for (int round = 0; round < 20; round++) {
      Thread.sleep(2);
      int[] by = new int[6];
      crew.run(by.length, (part, thread) -> by[part] = 1 + thread);

      assertThat(by).doesNotContain(0);
    }
    crew.end();
  }

  @Test
  void aPartThatWaitsForAnotherThreadEnds() {
    Crew crew = new Crew(2);
    crew.begin();
    AtomicIntegerArray arrived = new AtomicIntegerArray(2);
    int[] by = new int[2];

    crew.run(2, (part, thread) -> {
      by[part] = thread;
      arrived.set(part, 1);
      while (arrived.get(1 - part) == 0) {
        Thread.onSpinWait();
      }
    });

    crew.end();
    assertThat(by).as("both threads work at once").containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void helpersAreThereFromBeginToEndOnly() {
    Crew crew = new Crew(3);
    assertThat(helpers()).isZero();

    crew.begin();
    assertThat(helpers()).isEqualTo(2);

    crew.end();
    assertThat(helpers()).isZero();
    int[] sum = new int[1];
    crew.run(4, (part, thread) -> sum[0] += 10 * thread + part);
    assertThat(sum[0]).as("the caller alone").isEqualTo(6);
  }

  @Test
  void aCrewBeginsAgain() {
    Crew crew = new Crew(2);
    for (int task = 0; task < 3; task++) {
      crew.begin();
      int[] done = new int[8];
      crew.run(8, (part, thread) -> done[part]++);
      crew.end();

      assertThat(done).containsOnly(1);
    }
  }

  @Test
  void whatAPartThrowsIsThrownAfterAllPartsAndTheCrewGoesOn() {
    Crew crew = new Crew(2);
    crew.begin();
    int[] done = new int[16];

    assertThatThrownBy(() -> crew.run(16, (part, thread) -> {
      done[part]++;
      if (part == 11) {
        throw new IllegalStateException("part 11");
      }
    })).isInstanceOf(IllegalStateException.class).hasMessage("part 11");

    assertThat(done).containsOnly(1);
    crew.run(16, (part, thread) -> done[part]++);
    assertThat(done).containsOnly(2);
    crew.end();
  }

  @Test
  void anInterruptIsKept() {
    Crew crew = new Crew(2);
    crew.begin();
    Thread.currentThread().interrupt();

    crew.end();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(helpers()).isZero();
  }

  @Test
  void runningAllocatesNothing() {
    Crew crew = new Crew(2);
    crew.begin();
    int[] sums = new int[4];
    Crew.Work work = (part, thread) -> sums[part]++;
    long allocated = Allocation.least(n -> crew.run(4, work));
    crew.end();

    assertThat(allocated).isZero();
  }

  @Test
  void smallWorkIsNotCut() {
    assertThat(new Crew(4).parts(1)).isEqualTo(1);
    assertThat(new Crew(4).parts(Long.MAX_VALUE)).isEqualTo(8);
    assertThat(Crew.ALONE.parts(Long.MAX_VALUE)).isEqualTo(1);
    assertThat(new Crew(2, 1).parts(3)).isEqualTo(3);
  }

  @Test
  void refusesACrewOfNobody() {
    assertThatThrownBy(() -> new Crew(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a crew of 0 threads");
  }
}
