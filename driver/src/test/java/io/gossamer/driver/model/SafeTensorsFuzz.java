package io.gossamer.driver.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.TextDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged safetensors: refused in a sentence, or tensors that can be written and read again. */
class SafeTensorsFuzz {
  @Provide
  Arbitrary<byte[]> files() {
    return Arbitraries.of(
        SafeTensors.encode(List.of(
            Tensor.of("fc1.weight.crow_indices", new int[] {0, 2, 3}),
            Tensor.of("fc1.weight.col_indices", new int[] {1, 4, 0}),
            Tensor.of("fc1.weight.values", new float[] {1.5f, -0.0f, Float.MIN_VALUE}),
            Tensor.of("nothing", new float[0]))),
        SafeTensors.encode(List.of(new Tensor("two", List.of(2, 3), new float[6]))),
        SafeTensors.encode(List.of(
            Tensor.of("sums", new double[] {0.1, -0.0, Double.NaN}), Tensor.of("seeds", new long[] {1, -1}))),
        SafeTensors.encode(List.of()));
  }

  @Property
  void damagedBytes(@ForAll("files") byte[] whole, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    refusedOrWrittenAgain(ByteDamage.all(damage, whole));
  }

  /** The declared length of the header fits, so that what it says is looked at. */
  @Property
  void damagedHeaders(
      @ForAll("files") byte[] whole, @ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(whole, 8, length, StandardCharsets.UTF_8);
    byte[] damaged = TextDamage.all(damage, header).getBytes(StandardCharsets.UTF_8);
    refusedOrWrittenAgain(ByteBuffer.allocate(whole.length - length + damaged.length).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(damaged.length).put(damaged).put(whole, 8 + length, whole.length - 8 - length).array());
  }

  private static void refusedOrWrittenAgain(byte[] file) {
    Verdict.of(file.length, () -> SafeTensors.decode(file)).accepted().ifPresent(tensors -> {
      Map<String, Tensor> again = SafeTensors.decode(SafeTensors.encode(new ArrayList<>(tensors.values())));
      assertThat(again.keySet()).isEqualTo(tensors.keySet());
      tensors.forEach((name, tensor) -> {
        assertThat(again.get(name).shape()).isEqualTo(tensor.shape());
        assertThat(bits(again.get(name))).isEqualTo(bits(tensor));
      });
      assertThat(tensors.values().stream().mapToLong(Tensor::bytes).sum())
          .isLessThanOrEqualTo(file.length - 8);
    });
  }

  private static byte[] bits(Tensor tensor) {
    ByteBuffer bits = ByteBuffer.allocate(Math.toIntExact(tensor.bytes()));
    tensor.type().put(tensor.data(), 0, tensor.length(), bits);
    return bits.array();
  }
}
