import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSNNTopology;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.hdfs.security.token.delegation.DelegationTokenIdentifier;
import org.apache.hadoop.hdfs.server.namenode.NameNodeAdapter;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.UserGroupInformation.AuthenticationMethod;
import org.apache.hadoop.security.token.Token;

/**
 * Two name nodes, of which one is active, and two data nodes in one process, on free ports of 127.0.0.1: java Cluster FOLDER KEY=VALUE...
 * Prints `ready` with the ports. The last of them takes commands, a line each, and answers each with a line. Ends with standard input.
 */
public class Cluster {
  /** After the first of these times another writer may take over a file whose writer has gone. */
  private static final long SOFT_LEASE_MS = 3000;
  private static final long HARD_LEASE_MS = 60000;

  private final Configuration conf;
  private final MiniDFSCluster cluster;
  private final List<MiniDFSCluster.DataNodeProperties> stopped = new ArrayList<>();
  private Token<DelegationTokenIdentifier> token;
  private int active;

  private Cluster(Configuration conf) throws Exception {
    this.conf = conf;
    cluster = new MiniDFSCluster.Builder(conf).nnTopology(MiniDFSNNTopology.simpleHATopology()).numDataNodes(2).format(true).build();
    activate(0);
    cluster.waitActive();
  }

  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (Throwable error) {
      error.printStackTrace();
      // Threads of a cluster that is half there would keep the process.
      Runtime.getRuntime().halt(1);
    }
  }

  private static void run(String[] arguments) throws Exception {
    // Hadoop's libraries write to standard output, too.
    PrintStream out = System.out;
    System.setOut(System.err);
    // Kerberos wants a realm, and is not asked.
    System.setProperty("java.security.krb5.realm", "EXAMPLE.ORG");
    System.setProperty("java.security.krb5.kdc", "127.0.0.1");
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, arguments[0]);
    conf.setBoolean("dfs.permissions.enabled", true);
    conf.setBoolean("dfs.namenode.delegation.token.always-use", true);
    // Its parts go on speaking with one another while name nodes check the tokens of others.
    conf.setBoolean("ipc.client.fallback-to-simple-auth-allowed", true);
    for (int at = 1; at < arguments.length; at++) {
      String[] pair = arguments[at].split("=", 2);
      conf.set(pair[0], pair[1]);
    }
    Cluster started = new Cluster(conf);
    ServerSocket commands = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
    Thread obeying = new Thread(() -> started.obeyAll(commands));
    obeying.setDaemon(true);
    obeying.start();
    out.println("ready " + started.ports() + " " + commands.getLocalPort());
    while (System.in.read() >= 0) continue;
    // Nobody needs what it would save.
    Runtime.getRuntime().halt(0);
  }

  /** One command after the other: they change the same cluster. */
  private void obeyAll(ServerSocket commands) {
    for (;;) {
      try (Socket socket = commands.accept()) {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        String answer;
        try {
          answer = "ok " + obey(line.split(" "));
        } catch (Throwable error) {
          answer = "failed " + error;
        }
        socket.getOutputStream().write((answer.replaceAll("\\s+", " ") + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException error) {
        // Whoever asked has gone.
      }
    }
  }

  /** RPC and HTTP of both name nodes. */
  private String ports() {
    return cluster.getNameNodePort(0) + " " + cluster.getNameNode(0).getHttpAddress().getPort() + " " + cluster.getNameNodePort(1) + " "
        + cluster.getNameNode(1).getHttpAddress().getPort();
  }

  private DistributedFileSystem files() throws Exception {
    return cluster.getFileSystem(active);
  }

  private void activate(int nameNode) throws Exception {
    active = nameNode;
    cluster.transitionToActive(active);
    NameNodeAdapter.setLeasePeriod(cluster.getNamesystem(active), SOFT_LEASE_MS, HARD_LEASE_MS);
  }

  private Object obey(String[] words) throws Exception {
    switch (words[0]) {
      case "stop-datanode":
        stopped.add(cluster.stopDataNode(dataNodeAt(Integer.parseInt(words[1]))));
        return "";
      case "start-datanodes":
        for (MiniDFSCluster.DataNodeProperties each : stopped) cluster.restartDataNode(each, true);
        stopped.clear();
        cluster.waitActive(active);
        return "";
      case "quota":
        files().setQuota(new Path(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
        return "";
      case "safemode":
        files().setSafeMode(words[1].equals("enter") ? SafeModeAction.SAFEMODE_ENTER : SafeModeAction.SAFEMODE_LEAVE);
        return "";
      case "active":
        cluster.transitionToStandby(active);
        activate(Integer.parseInt(words[1]));
        return "";
      case "folder":
        files().mkdirs(new Path(words[1]));
        files().setPermission(new Path(words[1]), new FsPermission(words[3]));
        files().setOwner(new Path(words[1]), words[2], words[2]);
        return "";
      case "status":
        return files().getFileStatus(new Path(words[1])).toString();
      case "sha256":
        return sha256(new Path(words[1]));
      case "token":
        return writeToken(words[1], new File(words[2]));
      case "cancel-token":
        NameNodeAdapter.getDtSecretManager(cluster.getNamesystem(active)).cancelToken(token, token.decodeIdentifier().getUser().getShortUserName());
        return "";
      case "secure":
        setSecurity(words[1].equals("on"));
        return "";
      default:
        throw new IllegalArgumentException("no such command");
    }
  }

  private int dataNodeAt(int httpPort) {
    for (int at = 0; at < cluster.getDataNodes().size(); at++)
      if (cluster.getDataNodes().get(at).getInfoPort() == httpPort) return at;
    throw new IllegalArgumentException("no data node has this port");
  }

  /** What a reader of Hadoop's own sees. */
  private String sha256(Path path) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long length = 0;
    try (InputStream in = files().open(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        length += count;
      }
    }
    return length + " " + HexFormat.of().formatHex(digest.digest());
  }

  /** Writes what `hdfs fetchdt` would for a user. */
  private String writeToken(String user, File file) throws Exception {
    UserGroupInformation owner = UserGroupInformation.createRemoteUser(user);
    token = owner.doAs((PrivilegedExceptionAction<Token<DelegationTokenIdentifier>>) () -> files().getDelegationToken(user));
    Credentials credentials = new Credentials();
    credentials.addToken(new Text(token.getService()), token);
    credentials.writeTokenStorageFile(new Path(file.toURI()), conf);
    return token.encodeToUrlString();
  }

  /** From now on the name nodes check tokens, as those of a cluster with Kerberos do. */
  private void setSecurity(boolean isSecure) {
    Configuration changed = new Configuration(conf);
    SecurityUtil.setAuthenticationMethod(isSecure ? AuthenticationMethod.KERBEROS : AuthenticationMethod.SIMPLE, changed);
    changed.set(CommonConfigurationKeysPublic.HADOOP_SECURITY_AUTHENTICATION, isSecure ? "kerberos" : "simple");
    UserGroupInformation.setConfiguration(changed);
  }
}
