"""Run by the Python of QGIS: reads a project, and prints what came of it as JSON.

`qgis_reads.py map.qgz DAY DAY PICTURE ID ...`: what the clock shows of some layers from one day
to the next.
"""

import json
import sys


def main() -> None:
    """Read, draw and tell. The imports stand here: only QGIS's own Python has them."""
    from qgis.core import (
        Qgis,
        QgsApplication,
        QgsDateTimeRange,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsProject,
        QgsRectangle,
    )
    from qgis.PyQt.QtCore import QDateTime, QSize

    project, begin, end, picture, *drawn = sys.argv[1:]
    program = QgsApplication([], False)
    program.initQgis()
    read = QgsProject.instance()
    is_read = read.read(project)
    tree = read.layerTreeRoot()
    found = {
        "version": Qgis.QGIS_VERSION, "is_read": is_read, "crs": read.crs().authid(),
        "layers": {one.id(): {"valid": one.isValid(), "rows": one.featureCount(),
                              "classes": len(one.renderer().categories()),
                              "timed": one.temporalProperties().isActive()}
                   for one in read.mapLayers().values()},
        "order": [one.id() for one in tree.layerOrder()],
        "tree": [node.layerId() for node in tree.findLayers() if node.layer() is not None],
    }
    settings = QgsMapSettings()
    settings.setLayers([one for one in tree.layerOrder() if one.id() in drawn])
    settings.setOutputSize(QSize(600, 600))
    settings.setDestinationCrs(read.crs())
    settings.setExtent(QgsRectangle(4970000, 4720000, 5290000, 5040000))
    settings.setIsTemporal(True)
    settings.setTemporalRange(QgsDateTimeRange(
        *(QDateTime.fromString(day, "yyyy-MM-dd") for day in (begin, end)), True, False))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)
    found["errors"] = [error.message for error in job.errors()]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
