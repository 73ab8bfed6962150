package dev.proxystore.connector.file;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.connector.StreamableConnector;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Holds each object as a file, with the address {@code file:///folder/name}. A file is written
 * under a temporary name and renamed, so a reader sees it whole or not at all; what a writer that
 * died left half-written never gets an object's name. Writes reach the disk when the operating
 * system says so. An empty file says that the folder is a store; folders of other files are
 * refused, so that no address, wherever it comes from, reads or removes what is not an object.
 *
 * <p>Objects with a time to live have a second, empty file whose modification time is the instant
 * at which they are gone; they are deleted when they are next asked for. Ids that are too long for
 * a file name are not listed. {@link #take} of two callers at the same time answers one: a rename
 * decides. {@link #set} needs a file system with hard links; who waits for an object looks for it
 * again and again. Safe for use by several threads and processes.
 */
public final class FileConnector
    implements InspectableConnector,
        ReleasableConnector,
        RenewableConnector,
        DeferrableConnector,
        StreamableConnector {
  private static final String NO_LINKS =
      "its file system has no hard links, with which objects are set once";

  private final StoreAddress address;
  private final Path folder;
  private final Expiry expiry;
  private final ReleasedBy releasedBy;

  FileConnector(StoreAddress address, Path folder) {
    this.address = address;
    this.folder = folder;
    this.expiry = new Expiry(folder);
    this.releasedBy = new ReleasedBy(folder);
    try {
      StoreFolder.open(address, folder);
    } catch (IOException e) {
      throw failure("cannot be opened: its folder cannot be made", e);
    }
  }

  /**
   * A connector to a folder, which is made if it is not there.
   *
   * @throws ConnectorException if it has files and is not a store
   */
  public static FileConnector of(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    String uri = absolute.toUri().toString();
    String address = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return new FileConnector(StoreAddress.parse(address), absolute);
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    Path temporary = folder.resolve(FileNames.temporary());
    try {
      Files.write(temporary, bytes);
      show(temporary, key, timeToLive);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw failure("cannot store the object " + key.id(), e);
    }
  }

  /** Gives a whole file the name of its object. */
  private void show(Path whole, Key key, Duration timeToLive) throws IOException {
    String name = FileNames.of(key.id());
    forgetReleases(key, name);
    expiry.set(name, timeToLive);
    Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    String problem = "cannot store the object " + key.id();
    try {
      return new FileUpload(
          folder.resolve(FileNames.temporary()),
          whole -> show(whole, key, timeToLive),
          cause -> failure(problem, cause));
    } catch (IOException e) {
      throw failure(problem, e);
    }
  }

  /** What is read stays as long as it is read, also when it is evicted meanwhile. */
  @Override
  public Optional<Download> download(Key key) {
    String name = FileNames.of(key.id());
    String problem = "cannot read the object " + key.id();
    try {
      if (expiry.isOver(name)) {
        evict(key);
        return Optional.empty();
      }
      return Optional.of(new FileDownload(folder.resolve(name), cause -> failure(problem, cause)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(problem, e);
    }
  }

  /**
   * A second name for a file that is whole is made once, whoever asks. Before its time to live is
   * noted a reader takes the object for one that stays.
   */
  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    String name = FileNames.of(key.id());
    Path temporary = folder.resolve(FileNames.temporary());
    try {
      if (expiry.isOver(name)) {
        evict(key);
      }
      Files.write(temporary, bytes);
      Files.createLink(folder.resolve(name), temporary);
      expiry.setWhole(name, timeToLive);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw failure("cannot set the object " + key.id(), new IOException(NO_LINKS, e));
    } catch (IOException e) {
      throw failure("cannot set the object " + key.id(), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  @Override
  public Optional<byte[]> get(Key key) {
    String name = FileNames.of(key.id());
    try {
      return expiry.isOver(name) ? expired(key) : read(folder.resolve(name));
    } catch (IOException e) {
      throw failure("cannot read the object " + key.id(), e);
    }
  }

  @Override
  public Optional<byte[]> take(Key key) {
    String name = FileNames.of(key.id());
    Path file = folder.resolve(name);
    Path taken = folder.resolve(FileNames.temporary());
    try {
      if (expiry.isOver(name)) {
        return expired(key);
      }
      Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
      byte[] bytes = readOrGiveBack(taken, file);
      expiry.clear(name);
      forgetReleases(key, name);
      deleteQuietly(taken);
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure("cannot take the object " + key.id(), e);
    }
  }

  private static byte[] readOrGiveBack(Path taken, Path file) throws IOException {
    try {
      return Files.readAllBytes(taken);
    } catch (IOException | OutOfMemoryError e) {
      Files.move(taken, file, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
  }

  private Optional<byte[]> expired(Key key) {
    evict(key);
    return Optional.empty();
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean exists(Key key) {
    String name = FileNames.of(key.id());
    try {
      return !expiry.isOver(name) && Files.exists(folder.resolve(name));
    } catch (IOException e) {
      throw failure("cannot look for the object " + key.id(), e);
    }
  }

  @Override
  public void evict(Key key) {
    String name = FileNames.of(key.id());
    try {
      Files.deleteIfExists(folder.resolve(name));
      expiry.clear(name);
      forgetReleases(key, name);
    } catch (IOException e) {
      throw failure("cannot evict the object " + key.id(), e);
    }
  }

  private void forgetReleases(Key key, String name) throws IOException {
    if (key.mayBeFannedOut()) {
      releasedBy.clear(name);
    }
  }

  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    return keys.stream()
        .filter(key -> isGoneAfterRelease(key, consumer))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Looks for the object last: whoever evicts it meanwhile may have cleared up before. */
  private boolean isGoneAfterRelease(Key key, ObjectConsumer consumer) {
    String name = FileNames.of(key.id());
    boolean isOver;
    try {
      releasedBy.add(name, consumer);
      isOver = releasedBy.count(name) >= key.fanOut() || !exists(key);
    } catch (IOException e) {
      throw failure("cannot release the object " + key.id(), e);
    }
    if (isOver) {
      evict(key);
    }
    return isOver;
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    return keys.stream()
        .filter(key -> isThereAfterRenewal(key, timeToLive))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Looks for the object again: whoever evicts it meanwhile may have cleared up before. */
  private boolean isThereAfterRenewal(Key key, Duration timeToLive) {
    String name = FileNames.of(key.id());
    try {
      if (!exists(key)) {
        return false;
      }
      expiry.set(name, timeToLive);
      boolean isThere = Files.exists(folder.resolve(name));
      if (!isThere) {
        expiry.clear(name);
      }
      return isThere;
    } catch (IOException e) {
      throw failure("cannot renew the object " + key.id(), e);
    }
  }

  @Override
  public void list(String prefix, Consumer<String> ids) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Optional<String> id = FileNames.id(name).filter(each -> each.startsWith(prefix));
        if (id.isPresent() && !expiry.isOver(name)) {
          ids.accept(id.get());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw failure("cannot be listed", new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw failure("cannot be listed", e);
    }
  }

  @Override
  public void inspect(String prefix, Consumer<StoredObject> objects) {
    list(
        prefix,
        id -> {
          try {
            FileInspection.of(folder, expiry, id).ifPresent(objects);
          } catch (IOException e) {
            throw failure("cannot look at the object " + id, e);
          }
        });
  }

  @Override
  public Map<String, String> describe() {
    try {
      FileStore disk = Files.getFileStore(folder);
      return Map.of("file system", disk.type(), "bytes free", Long.toString(disk.getUsableSpace()));
    } catch (IOException e) {
      throw failure("does not say how much room it has", e);
    }
  }

  @Override
  public void close() {
    // holds nothing
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A temporary file that stays is never read; the error that led here is the one to report.
    }
  }

  private ConnectorException failure(String problem, IOException cause) {
    return new ConnectorException(address, problem + ": " + reason(cause) + ".", cause);
  }

  /** The JDK often says why by the name of the class alone: {@code AccessDeniedException: /x}. */
  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException known && known.getReason() != null) {
      return String.valueOf(known.getMessage());
    }
    String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words + " " + cause.getMessage();
  }
}
