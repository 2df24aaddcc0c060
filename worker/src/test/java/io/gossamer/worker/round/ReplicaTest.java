package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.optim.Slot;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 16, 29})
  void findsTheFirstNumberThatIsNotFiniteWhereverItLies(int length) {
    Replica replica = new Replica(new float[length], Map.of(Slot.MOMENTUM, new float[length]));
    for (int p = 0; p < length; p++) {
      replica.values()[p] = p % 3 == 0 ? Float.MAX_VALUE : p % 3 == 1 ? -Float.MIN_VALUE : -0f;
    }
    assertThat(replica.firstNotFinite()).isEqualTo(-1);
    for (int place = 2 * length - 1; place >= 0; place--) {
      float[] array = replica.array(place / length);
      array[place % length] =
          place % 3 == 0 ? Float.NaN : place % 3 == 1 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;

      assertThat(replica.firstNotFinite()).isEqualTo(place);
      assertThat(Float.isFinite(replica.at(place))).isFalse();
    }
  }
}
