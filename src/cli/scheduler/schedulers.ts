/** How a scheduler tells a process which of its tasks it is. */
export interface Scheduler {
  /** As a sentence has it: `a Kubernetes indexed job`. */
  name: string;
  /** The variable with the task's number. It shows that this scheduler has started the process. */
  index: string;
  /** The value with which that variable means: no task. */
  none?: string;
  /** A variable that shows that another scheduler's numbers count, and not these. */
  unless?: string;
  /** The variable with the number of tasks, counted from 0 where there is no range. */
  count?: string;
  /** The variables with the first and the last of the tasks' numbers, and the difference of neighbours unless `count` is known. */
  range?: { first: string; last: string; step?: string };
  /** The variable with the number of processes that have the same task, if there can be several. */
  alone?: string;
  /** What to do where a variable is not set, if the scheduler does not always set it. */
  missing?: string;
}

/**
 * Sources, read in November 2026:
 * - Kubernetes: kubernetes.io/docs/tasks/job/indexed-parallel-processing-static. The index is in the environment, the count is not, and
 *   no field of a pod that the downward API knows has it; deploy/kubernetes/job.yaml sets JOB_COMPLETIONS.
 * - Slurm: slurm.schedmd.com/job_array.html and srun(1). sbatch sets SLURM_PROCID=0 in the batch script too, and SLURM_NTASKS counts the
 *   job's processes; only srun sets SLURM_STEP_NUM_TASKS, the step's.
 * - AWS Batch: docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html.
 * - Cloud Run: cloud.google.com/run/docs/create-jobs.
 * - Open MPI: docs.open-mpi.org/en/v5.0.x/tuning-apps/environment-var.html.
 * - Grid Engine: qsub(1), option -t. Outside of arrays SGE_TASK_ID is the word "undefined".
 */
export const SCHEDULERS: readonly Scheduler[] = [
  {
    name: "a Kubernetes indexed job",
    index: "JOB_COMPLETION_INDEX",
    count: "JOB_COMPLETIONS",
    missing: 'Kubernetes does not tell a pod the number of completions, so give it in the container\'s "env"',
  },
  {
    name: "a Slurm array",
    index: "SLURM_ARRAY_TASK_ID",
    count: "SLURM_ARRAY_TASK_COUNT",
    range: { first: "SLURM_ARRAY_TASK_MIN", last: "SLURM_ARRAY_TASK_MAX" },
    alone: "SLURM_STEP_NUM_TASKS",
  },
  {
    name: "a step of Slurm",
    index: "SLURM_PROCID",
    unless: "SLURM_ARRAY_TASK_ID",
    count: "SLURM_STEP_NUM_TASKS",
    missing:
      "this is the batch script, and not a task; start eventsim with srun, or submit an array (sbatch --array=1-8)",
  },
  { name: "an AWS Batch array", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE" },
  { name: "a Cloud Run job", index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT" },
  { name: "Open MPI", index: "OMPI_COMM_WORLD_RANK", count: "OMPI_COMM_WORLD_SIZE" },
  {
    name: "a Grid Engine array",
    index: "SGE_TASK_ID",
    none: "undefined",
    range: { first: "SGE_TASK_FIRST", last: "SGE_TASK_LAST", step: "SGE_TASK_STEPSIZE" },
  },
];
