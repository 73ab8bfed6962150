package dev.proxystore.redis;

import dev.proxystore.connector.CredentialsProvider;
import dev.proxystore.connector.StoreAddress;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Makes the clients of the library, one kind for each kind of address. */
final class RedisClients {
  /**
   * Jedis reads and writes in pieces of 8 KiB, which takes 128 system calls for 1 MiB. It asks for
   * another size once, when its first connection is made, and in this way only.
   */
  private static final String BUFFER_SIZE = "jedis.bufferSize";

  private static final String LARGER_BUFFERS = "65536";

  static {
    boolean isChosen =
        System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith(BUFFER_SIZE));
    if (!isChosen) {
      System.setProperty(BUFFER_SIZE, LARGER_BUFFERS);
    }
  }

  private final RedisAddress address;
  private final RedisOptions options;

  private RedisClients(RedisAddress address, RedisOptions options) {
    this.address = address;
    this.options = options;
  }

  /** Connects and logs in, or throws. */
  static RedisServers connect(
      StoreAddress store, RedisOptions options, CredentialsProvider credentials) {
    long start = System.nanoTime();
    RedisAddress address = RedisAddress.parse(store);
    DefaultJedisClientConfig.Builder sentinels =
        configuration(store, address, options, credentials);
    DefaultJedisClientConfig.Builder servers =
        configuration(store, address, options, credentials).database(address.database());
    credentials
        .credentials(store)
        .ifPresent(login -> servers.user(login.username().orElse(null)).password(login.password()));
    RedisClients clients = new RedisClients(address, options);
    return Deadline.open(
        () -> clients.checked(servers.build(), sentinels.build()), Deadline.of(options), start);
  }

  private RedisServers checked(JedisClientConfig servers, JedisClientConfig sentinels) {
    RedisServers connected =
        switch (address.kind()) {
          case SINGLE -> single(servers);
          case CLUSTER -> cluster(servers);
          case SENTINEL -> sentinel(servers, sentinels);
        };
    try {
      connected.check();
      return connected;
    } catch (JedisException e) {
      connected.close();
      throw e;
    }
  }

  /** What servers and sentinels have in common. The older protocol is what all servers speak. */
  private static DefaultJedisClientConfig.Builder configuration(
      StoreAddress store,
      RedisAddress address,
      RedisOptions options,
      CredentialsProvider credentials) {
    DefaultJedisClientConfig.Builder configuration =
        DefaultJedisClientConfig.builder()
            .resp2()
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .connectionTimeoutMillis((int) options.connectTimeout().toMillis())
            .socketTimeoutMillis((int) options.timeout().toMillis());
    return address.tls()
        ? encrypted(
            configuration, credentials.sslContext(store).orElseGet(RedisClients::defaultContext))
        : configuration;
  }

  @SuppressWarnings("deprecation") // the successor takes files of certificates, no SSLContext
  private static DefaultJedisClientConfig.Builder encrypted(
      DefaultJedisClientConfig.Builder configuration, SSLContext context) {
    SSLParameters checkHostName = new SSLParameters();
    checkHostName.setEndpointIdentificationAlgorithm("HTTPS");
    return configuration
        .ssl(true)
        .sslSocketFactory(context.getSocketFactory())
        .sslParameters(checkHostName);
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM has no TLS.", e);
    }
  }

  private RedisServers single(JedisClientConfig servers) {
    var connections =
        new PooledConnectionProvider(
            SummingConnection.factory(address.nodes().get(0), servers), pool());
    return new RedisServers(
        RedisClient.builder().clientConfig(servers).connectionProvider(connections).build(),
        connections,
        servers);
  }

  private RedisServers cluster(JedisClientConfig servers) {
    Set<HostAndPort> nodes = ReachableNodes.of(address.nodes(), options.connectTimeout());
    var connections = new ClusterConnectionProvider(nodes, servers, pool());
    return new RedisServers(
        RedisClusterClient.builder()
            .nodes(nodes)
            .clientConfig(servers)
            .connectionProvider(connections)
            .commandExecutor(new ClusterExecutor(connections, options.timeout()))
            .build(),
        connections,
        servers);
  }

  private RedisServers sentinel(JedisClientConfig servers, JedisClientConfig sentinelConfig) {
    Set<HostAndPort> sentinels = ReachableNodes.of(address.nodes(), options.connectTimeout());
    sentinels.addAll(address.nodes()); // listened to as well, when they are back
    var connections =
        new SentinelConnections(address.master(), servers, pool(), sentinels, sentinelConfig);
    return new RedisServers(
        RedisSentinelClient.builder()
            .masterName(address.master())
            .sentinels(sentinels)
            .clientConfig(servers)
            .connectionProvider(connections)
            .build(),
        connections,
        servers);
  }

  private ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(options.poolSize());
    pool.setMaxIdle(options.poolSize());
    pool.setMaxWait(options.timeout());
    pool.setJmxEnabled(false);
    return pool;
  }
}
