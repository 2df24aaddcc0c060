package io.gossamer.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.hostile.HostileFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
  private static final byte[] WHOLE = SafeTensors.encode(List.of(
      Tensor.of("fc1.weight.col_indices", new int[] {3, 1, 4}),
      Tensor.of("fc1.weight.values", new float[] {1.5f, -0.0f, Float.MIN_VALUE}),
      Tensor.of("nothing", new float[0])));

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length).put(json).array();
  }

  @Test
  void decodingGivesTheTensorsBack() {
    Map<String, Tensor> tensors = SafeTensors.decode(WHOLE);

    assertThat((int[]) tensors.get("fc1.weight.col_indices").data()).containsExactly(3, 1, 4);
    assertThat((float[]) tensors.get("fc1.weight.values").data()).containsExactly(1.5f, -0.0f, Float.MIN_VALUE);
    assertThat(tensors.get("nothing").shape()).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8_191, 8_192, 16_384, 16_385, 40_000})
  void everyTypeAndLengthComesBackThroughAStream(int length) throws IOException {
    Seed.Stream draws = new Seed(length).stream();
    long[] longs = LongStream.generate(draws::nextLong).limit(length).toArray();
    double[] doubles = Arrays.stream(longs).mapToDouble(Double::longBitsToDouble).toArray();
    int[] ints = Arrays.stream(longs).mapToInt(Long::hashCode).toArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(List.of(Tensor.of("l", longs), Tensor.of("d", doubles), Tensor.of("i", ints)), out);

    Map<String, Tensor> tensors = SafeTensors.read(new ByteArrayInputStream(out.toByteArray()), out.size());

    assertThat((long[]) tensors.get("l").data()).isEqualTo(longs);
    assertThat((double[]) tensors.get("d").data()).isEqualTo(doubles);
    assertThat((int[]) tensors.get("i").data()).isEqualTo(ints);
  }

  @Test
  void tensorsStartOnFourBytesAndTheHeaderIsPlainJson() {
    long header = ByteBuffer.wrap(WHOLE).order(ByteOrder.LITTLE_ENDIAN).getLong();

    assertThat(header % 8).isZero();
    assertThat(new String(WHOLE, 8, (int) header, StandardCharsets.UTF_8))
        .startsWith("{\"fc1.weight.col_indices\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[0,12]}");
  }

  @Test
  void everyCutIsRefused() {
    for (int length = 0; length < WHOLE.length; length++) {
      byte[] cut = Arrays.copyOf(WHOLE, length);
      assertThatThrownBy(() -> SafeTensors.decode(cut)).isInstanceOf(CorruptFile.class);
    }
    assertThatThrownBy(() -> SafeTensors.decode(Arrays.copyOf(WHOLE, WHOLE.length + 1)))
        .isInstanceOf(CorruptFile.class).hasMessageContaining("1 bytes follow the last tensor");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}} | F32, I32, F64 and I64 are read",
    "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}} | 2 elements and 8 bytes",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 2 elements and 4 bytes",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}} | extent of -1",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}} | -1 elements",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 0 was next",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 was next",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}} | no data_offsets",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}} | 0 was next",
    "[1, 2, 3, 4, 5] | not a JSON object",
    "{\"a\": | not JSON"
  })
  void everyLieInTheHeaderIsNamed(String header, String named) {
    assertThatThrownBy(() -> SafeTensors.decode(file(header, 8)))
        .isInstanceOf(CorruptFile.class).hasMessageContaining(named);
  }

  @Test
  void aHugeDeclaredHeaderCostsNothing() {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE);

    assertThatThrownBy(() -> SafeTensors.decode(bytes)).isInstanceOf(CorruptFile.class);
  }

  @Test
  void hostileFiles() {
    HostileFiles.check("safetensors", SafeTensors::decode);
  }
}
