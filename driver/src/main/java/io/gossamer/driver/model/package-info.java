/**
 * Models as files that outlive the code: {@code model.safetensors} (values and places, readable from Python) and
 * {@code model.json} (everything else). {@link io.gossamer.driver.model.SafeTensors} owns the byte picture.
 */
package io.gossamer.driver.model;
