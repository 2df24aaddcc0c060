package io.gossamer.driver.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;

/** A file whose readers see what was flushed, on HDFS too, where a plain flush keeps bytes in the writer. */
final class GrowingFile extends FilterOutputStream {
  private final FSDataOutputStream file;

  GrowingFile(FSDataOutputStream file) {
    super(file);
    this.file = file;
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    file.write(bytes, from, count);
  }

  @Override
  public void flush() throws IOException {
    if (file.hasCapability(StreamCapabilities.HSYNC)) {
      file.hflush();
    } else {
      file.flush();
    }
  }
}
