package io.gossamer.driver.data;

/** File formats that can be read. */
public enum DataFormat {
  /** Images and labels of the MNIST family, plain or gzipped; a byte becomes value / 255. */
  IDX,
  CSV,
  LIBSVM,
  PARQUET,
  /** One object a line. */
  JSON
}
