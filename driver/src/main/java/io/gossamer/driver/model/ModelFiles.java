package io.gossamer.driver.model;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.files.Sha256;
import io.gossamer.driver.model.ModelCodec.Contents;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;

/**
 * A model as a folder of two files. {@code model.safetensors} holds, for each masked layer {@code fcN}, what
 * {@code torch.sparse_csr_tensor} takes: {@code fcN.weight.crow_indices}, {@code .col_indices}, {@code .values}, and
 * every dense parameter by its name, for example {@code fcN.bias}; the scaling of features is {@code input.offset} and
 * {@code input.factor}. {@code model.json} holds layers, loss, schema, lineage, the SHA-256 of the tensors and a seal:
 * the SHA-256 of all the rest of it.
 */
public final class ModelFiles {
  static final String TENSORS = "model.safetensors";
  static final String DESCRIPTION = "model.json";
  private static final long MAX_DESCRIPTION = 256L << 20;

  private ModelFiles() {}

  /**
   * Writes {@code model/} into {@code folder}: the sub-folder appears when both files are whole.
   *
   * @return SHA-256 of model.safetensors
   */
  public static String write(Model model, Folder folder) {
    Contents contents = ModelCodec.encode(model);
    Folder staged = folder.child(".model.part");
    staged.delete();
    staged.create();
    staged.write(TENSORS, contents.tensors());
    staged.write(DESCRIPTION, contents.description());
    staged.rename("model");
    return Sha256.of(contents.tensors());
  }

  /** SHA-256 of what {@link #write} makes model.safetensors. */
  public static String sha256(Model model) {
    return Sha256.of(ModelCodec.encode(model).tensors());
  }

  /**
   * Reads a model from its folder, or from the run directory around it.
   *
   * @throws InvalidInput if there is no model
   * @throws CorruptFile if there is one and it is not whole
   */
  public static Model read(Folder given) {
    Folder folder = given.hasFile(DESCRIPTION) ? given : given.child("model");
    if (!folder.hasFile(DESCRIPTION) || !folder.hasFile(TENSORS)) {
      throw new InvalidInput("no model in " + given + "; name a run directory, or its folder model with " + DESCRIPTION
          + " and " + TENSORS);
    }
    byte[] tensors = folder.read(TENSORS, Integer.MAX_VALUE);
    try {
      return ModelCodec.decode(new Contents(tensors, folder.read(DESCRIPTION, MAX_DESCRIPTION)));
    } catch (InvalidInput | CorruptFile e) {
      throw new CorruptFile(folder + " is not a whole model: " + e.getMessage(), e);
    }
  }
}
