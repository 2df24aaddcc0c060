package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class IdxFileTest {
  private static IdxFile parse(ByteBuffer bytes) throws IOException {
    return IdxFile.parse(new DataInputStream(new ByteArrayInputStream(bytes.array())), "x.idx");
  }

  @Test
  void readsImagesAndLabels() throws IOException {
    IdxFile images = parse(ByteBuffer.allocate(16 + 12).putInt(0x803).putInt(2).putInt(2).putInt(3).put((byte) 255));
    IdxFile labels = parse(ByteBuffer.allocate(8 + 2).putInt(0x801).putInt(2));

    assertThat(images.count()).isEqualTo(2);
    assertThat(images.width()).isEqualTo(6);
    assertThat(images.data()[0]).isEqualTo((byte) 255);
    assertThat(labels.width()).isEqualTo(1);
  }

  @Test
  void refusesOtherFilesCutFilesAndLongFiles() {
    assertThatThrownBy(() -> parse(ByteBuffer.allocate(8).putInt(0xd03)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("0x00000d03");
    assertThatThrownBy(() -> parse(ByteBuffer.allocate(8 + 3).putInt(0x801).putInt(4)))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> parse(ByteBuffer.allocate(8 + 5).putInt(0x801).putInt(4)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("goes on after the 4 bytes");
    assertThatThrownBy(() -> parse(ByteBuffer.allocate(8).putInt(0x801).putInt(-1)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("extent of -1");
  }

  @Test
  void aHugeDeclaredSizeCostsNoMemory() {
    assertThatThrownBy(() -> parse(ByteBuffer.allocate(8).putInt(0x801).putInt(Integer.MAX_VALUE - 8)))
        .isInstanceOf(EOFException.class);
    ByteBuffer huge = ByteBuffer.allocate(16).putInt(0x803).putInt(1 << 20).putInt(1 << 15).putInt(1 << 9);
    assertThatThrownBy(() -> parse(huge))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("at most 2 GB");
  }
}
