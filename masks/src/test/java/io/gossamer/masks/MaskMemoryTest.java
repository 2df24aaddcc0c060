package io.gossamer.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvariantBroken;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskMemoryTest {
  @Test
  void remembersByNameAndTypeAndNeverChanges() {
    MaskMemory one = MaskMemory.EMPTY.with("a", new int[] {1, 2});
    MaskMemory two = one.with("b", new double[] {0.5}).with("a", new int[] {3});

    assertThat(one.ints("a")).containsExactly(1, 2);
    assertThat(two.ints("a")).containsExactly(3);
    assertThat(two.names()).containsExactly("a", "b");
    assertThat(two).isEqualTo(MaskMemory.EMPTY.with("b", new double[] {0.5}).with("a", new int[] {3}))
        .isNotEqualTo(one).hasSameHashCodeAs(MaskMemory.EMPTY.with("a", new int[] {3}).with("b", new double[] {0.5}));
  }

  @Test
  void refusesAnotherTypeAndWhatNoFileCouldHold() {
    MaskMemory memory = MaskMemory.EMPTY.with("a", new long[1]);

    assertThatThrownBy(() -> memory.floats("a")).isInstanceOf(InvariantBroken.class).hasMessageContaining("named a");
    assertThatThrownBy(() -> memory.with("b", new String[1])).isInstanceOf(InvariantBroken.class)
        .hasMessage("a mask method cannot remember a String[]");
  }

  @Test
  void packsIntoFloatsWithoutLosingABit() {
    MaskMemory memory = MaskMemory.EMPTY
        .with("a:b", new long[] {Long.MIN_VALUE, -1, 0x123456789abcdef0L})
        .with("c", new double[] {Math.PI, Double.NaN, -0.0})
        .with("d", new int[] {Integer.MIN_VALUE, 70_000, -3})
        .with("e", new float[] {1.5f});

    assertThat(MaskMemory.unpacked(memory.packed())).isEqualTo(memory);
    assertThatThrownBy(() -> MaskMemory.unpacked(Map.of("x:text", new float[2])))
        .isInstanceOf(CorruptFile.class).hasMessageContaining("x:text");
  }
}
