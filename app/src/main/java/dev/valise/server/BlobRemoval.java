package dev.valise.server;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes blobs that nothing names any more. One that cannot be deleted costs space, no more. */
record BlobRemoval(BlobStore blobs) {
  private static final Logger LOG = LoggerFactory.getLogger(BlobRemoval.class);

  void remove(List<String> keys) {
    for (String key : keys) {
      try {
        blobs.delete(new BlobKey(key));
      } catch (IOException e) {
        LOG.warn("the unused blob {} stays", key, e);
      }
    }
  }
}
