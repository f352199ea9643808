"""The file that ``spark-submit`` runs. Being run as a file, it has to name the package."""

import sys

from eventsim_data.spark.write import main

if __name__ == "__main__":
    sys.exit(main())
