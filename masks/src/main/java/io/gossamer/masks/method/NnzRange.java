package io.gossamer.masks.method;

/** Numbers of kept weights, both ends included. */
public record NnzRange(long least, long most) {
  public static NnzRange exactly(long nnz) {
    return new NnzRange(nnz, nnz);
  }

  public boolean contains(long nnz) {
    return nnz >= least && nnz <= most;
  }

  @Override
  public String toString() {
    return least == most ? String.format("%,d", least) : String.format("%,d to %,d", least, most);
  }
}
