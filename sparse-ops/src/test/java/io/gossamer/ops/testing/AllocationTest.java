package io.gossamer.ops.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocationTest {
  private byte[] kept = new byte[0];

  @Test
  void seesAnArrayInEveryHundredthStep() {
    assertThat(Allocation.least(n -> kept = n % 100 == 0 ? new byte[1] : kept)).isBetween(16L, 32L);
  }

  @Test
  void forgivesWhatOnlyEarlyStepsAllocate() {
    assertThat(Allocation.least(n -> kept = n < 1_000 ? new byte[1] : kept)).isZero();
  }
}
